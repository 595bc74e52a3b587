-- Which key a session belongs to: the SHA-256 thumbprint (RFC 7638) of the public half that an app proved when it signed in.
-- Null: the token alone is good.
ALTER TABLE sessions ADD COLUMN device_key bytea;
