-- What version 3 of the schema added to version 2; PostgreSQL has BYTEA for BLOB.
CREATE TABLE decisions ( id BIGINT NOT NULL, at TEXT NOT NULL, analyst TEXT NOT NULL, kind TEXT NOT NULL, about TEXT NOT NULL, reason TEXT NOT NULL, undone TEXT, undone_by TEXT, PRIMARY KEY (id) );
