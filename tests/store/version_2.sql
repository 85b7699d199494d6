-- What version 2 of the schema added to version 1; PostgreSQL has BYTEA for BLOB.
CREATE TABLE stamps ( id BIGINT NOT NULL, entry BIGINT NOT NULL, head TEXT NOT NULL, kind TEXT NOT NULL, server TEXT NOT NULL, asked TEXT NOT NULL, upgraded TEXT, token BLOB NOT NULL, PRIMARY KEY (id) );
