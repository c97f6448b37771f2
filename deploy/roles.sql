-- Two roles for OTS Portal, and what each of them may do. As superuser, in the portal's database:
--
--     sudo -u postgres psql -d ots_portal -f deploy/roles.sql
--
-- Run it once before the first migration, and after every later one: tables that a new version adds are readable and
-- writable at once, and this takes from the application what it must not do to them. Running it again changes nothing.
-- Passwords are yours: \password ots_portal_owner and \password ots_portal.
BEGIN;

-- ots_portal_owner migrates, restores and verifies backups; ots_portal serves and does all else.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ots_portal_owner') THEN
    CREATE ROLE ots_portal_owner LOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ots_portal') THEN
    CREATE ROLE ots_portal LOGIN;
  END IF;
END $$;
ALTER ROLE ots_portal_owner CREATEDB; -- verify_backup restores into a database that exists only meanwhile
ALTER ROLE ots_portal NOSUPERUSER NOCREATEDB NOCREATEROLE;

-- What one role did for both until now is the owner's.
REASSIGN OWNED BY ots_portal TO ots_portal_owner;
DO $$ BEGIN
  EXECUTE format('ALTER DATABASE %I OWNER TO ots_portal_owner', current_database());
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC, ots_portal', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO ots_portal', current_database());
END $$;

-- The application reads and writes rows; it makes, alters, empties and drops nothing.
REVOKE CREATE ON SCHEMA public FROM PUBLIC, ots_portal;
GRANT USAGE ON SCHEMA public TO ots_portal, ots_portal_owner;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, ots_portal;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ots_portal;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ots_portal;
ALTER DEFAULT PRIVILEGES FOR ROLE ots_portal_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ots_portal;
ALTER DEFAULT PRIVILEGES FOR ROLE ots_portal_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO ots_portal;

-- Log of acts, revisions, comments: wherever a trigger append_only refuses a change, the right to it is missing, too.
-- Where the trigger names columns, the others stay writable (whether a comment is settled).
DO $$
DECLARE kept record;
BEGIN
  FOR kept IN
    SELECT tgrelid::regclass AS name,
      (SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
        WHERE attrelid = tgrelid AND attnum > 0 AND NOT attisdropped
          AND array_length(tgattr::int2[], 1) > 0 AND attnum <> ALL (tgattr::int2[]) AND attname <> 'id') AS writable
    FROM pg_trigger WHERE tgname = 'append_only'
  LOOP
    EXECUTE format('REVOKE UPDATE, DELETE ON %s FROM ots_portal', kept.name);
    IF kept.writable IS NOT NULL THEN
      EXECUTE format('GRANT UPDATE (%s) ON %s TO ots_portal', kept.writable, kept.name);
    END IF;
  END LOOP;
END $$;

COMMIT;
