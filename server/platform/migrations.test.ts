import { describe, expect, it } from 'vitest'
import { lockHeavyStatements } from '../../test/support/migration-rules.ts'
import { concurrentIndexOf, readMigrations, statementsOf } from './migrations.ts'

const migrations = await readMigrations()

describe('the migrations', () => {
  it.each(migrations.slice(1).map(({ name, sql }) => [name, sql]))('%s lets nobody wait for a lock', (_, sql) => {
    expect(lockHeavyStatements(sql as string)).toEqual([])
  })
})

describe('lockHeavyStatements', () => {
  it.each([
    'CREATE INDEX accounts_by_locale ON accounts (locale);',
    'CREATE INDEX CONCURRENTLY accounts_by_locale ON accounts (locale);',
    'ALTER TABLE accounts ALTER COLUMN locale TYPE varchar(5);',
    'ALTER TABLE accounts ADD COLUMN brand text NOT NULL;',
    'ALTER TABLE accounts ADD COLUMN brand uuid DEFAULT gen_random_uuid();',
    'ALTER TABLE accounts ALTER COLUMN locale SET NOT NULL;',
    "ALTER TABLE accounts ADD CONSTRAINT short CHECK (locale <> '');",
    'ALTER TABLE accounts ADD CONSTRAINT one UNIQUE (locale);',
    'ALTER TABLE accounts RENAME COLUMN locale TO language;',
    'ALTER TABLE accounts\n  DROP COLUMN locale;',
    'DROP TABLE accounts;',
    'DROP INDEX accounts_by_locale;',
    "UPDATE accounts SET locale = 'nb';",
    "UPDATE accounts SET locale = 'nb' WHERE locale = 'no';",
    'DELETE FROM sessions WHERE revoked_at IS NOT NULL;',
    "INSERT INTO holds SELECT account_id, gen_random_uuid(), 'all', now(), now() FROM accounts;",
    'ALTER TABLE sessions ADD COLUMN parent_id uuid REFERENCES accounts;',
    'ALTER TABLE sessions ADD COLUMN number integer UNIQUE;',
    'ALTER TABLE sessions ADD COLUMN number integer NOT NULL DEFAULT 0 CHECK (number >= 0);',
    'ALTER TABLE sessions ADD COLUMN number integer GENERATED ALWAYS AS (aal + 1) STORED;',
    'ALTER TABLE sessions ADD COLUMN number bigserial;',
    "ALTER TABLE accounts ADD CONSTRAINT short CHECK (locale <> '') NOT VALID; ALTER TABLE accounts VALIDATE CONSTRAINT short;",
  ])('finds %s', (sql) => {
    expect(lockHeavyStatements(sql)).toHaveLength(1)
  })

  it.each([
    'CREATE TABLE later (id integer PRIMARY KEY); CREATE INDEX later_by_id ON later (id);',
    '-- no transaction\nCREATE INDEX CONCURRENTLY accounts_by_locale ON accounts (locale);',
    'ALTER TABLE accounts ADD COLUMN brand text;',
    "ALTER TABLE accounts ADD COLUMN brand text NOT NULL DEFAULT '';",
    "ALTER TABLE accounts ADD CONSTRAINT short CHECK (locale <> '') NOT VALID;",
    'ALTER TABLE accounts VALIDATE CONSTRAINT short;',
    "-- no transaction\nALTER TABLE accounts ADD CONSTRAINT short CHECK (locale <> '') NOT VALID;\nALTER TABLE accounts VALIDATE CONSTRAINT short;",
    'ALTER TABLE accounts ADD COLUMN brand text; ALTER TABLE sessions VALIDATE CONSTRAINT short;',
    'ALTER TABLE accounts ADD CONSTRAINT one UNIQUE USING INDEX accounts_one;',
    'CREATE TABLE later (id integer PRIMARY KEY); INSERT INTO later SELECT 1;',
    "UPDATE keys SET kid = 1 WHERE purpose = 'code';",
  ])('lets %s through', (sql) => {
    expect(lockHeavyStatements(sql)).toEqual([])
  })
})

describe('statementsOf', () => {
  it('cuts a file into its statements, without comments', () => {
    const sql = "-- no transaction\nCREATE INDEX CONCURRENTLY a ON t (x) -- why\n;\nSELECT 'a;b';\n"
    expect(statementsOf(sql)).toEqual(['CREATE INDEX CONCURRENTLY a ON t (x)', "SELECT 'a;b'"])
  })
})

describe('concurrentIndexOf', () => {
  it.each([
    ['CREATE INDEX CONCURRENTLY a_by_b ON a (b)', 'a_by_b'],
    ['create unique index concurrently if not exists a_by_b on a (b)', 'a_by_b'],
    ['CREATE INDEX a_by_b ON a (b)', undefined],
  ])('%s → %s', (statement, index) => {
    expect(concurrentIndexOf(statement)).toBe(index)
  })
})
