-- The tables of a case as version 1 of the schema made them; PostgreSQL has BYTEA for BLOB.
CREATE TABLE captures ( id BIGINT NOT NULL, "key" TEXT NOT NULL, address TEXT NOT NULL, seen TEXT NOT NULL, channel TEXT NOT NULL, source BIGINT, payload BIGINT, record BIGINT, media_type TEXT, charset TEXT, about TEXT NOT NULL, run BIGINT NOT NULL, version TEXT NOT NULL, PRIMARY KEY (id) );
CREATE INDEX captures_key ON captures ("key");
CREATE INDEX captures_payload ON captures (payload);
CREATE TABLE log ( id BIGINT NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, body TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (id) );
CREATE TABLE payloads ( id BIGINT NOT NULL, sha256 TEXT NOT NULL, size BIGINT NOT NULL, record BIGINT NOT NULL, PRIMARY KEY (id) );
CREATE INDEX payloads_sha256 ON payloads (sha256);
CREATE TABLE readings ( id BIGINT NOT NULL, capture BIGINT NOT NULL, version TEXT NOT NULL, read TEXT NOT NULL, report BLOB NOT NULL, credits TEXT NOT NULL, replaced BIGINT, PRIMARY KEY (id) );
CREATE INDEX readings_capture ON readings (capture);
CREATE TABLE records ( id BIGINT NOT NULL, segment TEXT NOT NULL, "offset" BIGINT NOT NULL, length BIGINT NOT NULL, sha256 TEXT NOT NULL, kind TEXT NOT NULL, PRIMARY KEY (id) );
CREATE TABLE runs ( id BIGINT NOT NULL, what TEXT NOT NULL, started TEXT NOT NULL, ended TEXT, version TEXT NOT NULL, counts TEXT NOT NULL, PRIMARY KEY (id) );
CREATE TABLE settings ( id BIGINT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (id) );
CREATE TABLE skips ( id BIGINT NOT NULL, run BIGINT NOT NULL, capture BIGINT, stage TEXT NOT NULL, record TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (id) );
CREATE TABLE sources ( id BIGINT NOT NULL, "key" TEXT NOT NULL, name TEXT NOT NULL, kind TEXT, country TEXT, language TEXT, side TEXT, family TEXT, PRIMARY KEY (id) );
CREATE INDEX sources_key ON sources ("key");
CREATE TABLE watches ( id BIGINT NOT NULL, what TEXT NOT NULL, channel TEXT NOT NULL, state TEXT NOT NULL, due TEXT NOT NULL, PRIMARY KEY (id) );
