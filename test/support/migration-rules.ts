// What a migration may not do to a table that servers are working on (all but the tables that the same file makes).

interface Rule {
  pattern: RegExp
  /** What to do instead. */
  instead: string
}

const rules: Rule[] = [
  { pattern: /^CREATE (UNIQUE )?INDEX (?!CONCURRENTLY)/, instead: 'CREATE INDEX CONCURRENTLY, in a file of its own' },
  { pattern: /^(DROP INDEX|REINDEX \w+) (?!CONCURRENTLY)/, instead: 'CONCURRENTLY, in a file of its own' },
  { pattern: /^ALTER TABLE .* ALTER (COLUMN )?\S+ (SET DATA )?TYPE /, instead: 'a new column, filled in portions' },
  {
    pattern: /^ALTER TABLE .* ADD (COLUMN )?(?!CONSTRAINT).* NOT NULL(?!.* DEFAULT)/,
    instead: 'a DEFAULT, or a column without NOT NULL',
  },
  {
    pattern: /^ALTER TABLE .* ADD (COLUMN )?.* DEFAULT [^,]*\w+\((?!\))?/,
    instead: 'a constant DEFAULT: a function rewrites the table',
  },
  {
    pattern:
      /^ALTER TABLE .* ADD (COLUMN )?(?!CONSTRAINT).*\b(REFERENCES|UNIQUE|PRIMARY KEY|CHECK|GENERATED|(small|big)?serial)\b(?!.* NOT VALID)/,
    instead:
      'a bare column; what is true of all rows as a constraint of its own: the table is read or rewritten for it',
  },
  { pattern: /^ALTER TABLE .* SET NOT NULL/, instead: 'CHECK (… IS NOT NULL) NOT VALID, then VALIDATE CONSTRAINT' },
  {
    pattern: /^ALTER TABLE .* ADD (CONSTRAINT \S+ )?(CHECK|FOREIGN KEY)(?!.* NOT VALID)/,
    instead: 'NOT VALID, and VALIDATE CONSTRAINT in a later file',
  },
  {
    pattern: /^ALTER TABLE .* ADD (CONSTRAINT \S+ )?(UNIQUE|PRIMARY KEY)(?!.* USING INDEX)/,
    instead: 'an index made CONCURRENTLY, then USING INDEX',
  },
  { pattern: /^ALTER TABLE .* (RENAME|DROP COLUMN)/, instead: 'leave it until no server of the version before runs' },
  { pattern: /^(LOCK|CLUSTER|VACUUM FULL|TRUNCATE|DROP TABLE)\b/, instead: 'something that does not lock the table' },
  { pattern: /^(UPDATE|DELETE)\b(?!.* WHERE )/, instead: 'portions, by the program' },
  // However few rows WHERE leaves: all are looked for in one go, and those found are locked until the end. `keys` is small.
  { pattern: /^(UPDATE|DELETE FROM) (?!keys\b)/, instead: 'portions, by the program' },
  { pattern: /^INSERT INTO .*\bSELECT\b/, instead: 'portions, by the program' },
]

/** @returns one line for each statement of `sql` that would make people wait */
export function lockHeavyStatements(sql: string): string[] {
  const isTransactional = !sql.startsWith('-- no transaction')
  const statements = sql
    .replace(/--.*$/gm, '')
    .split(';')
    .map((statement) => statement.replace(/\s+/g, ' ').trim())
    .filter(Boolean)
  const tableOf = (statement: string) =>
    /\b(?:ON|TABLE|UPDATE|FROM|INTO|LOCK|TRUNCATE) (?:ONLY |IF EXISTS )?(\w+)/i.exec(statement)?.[1]
  const altered = Object.groupBy(
    statements.filter((statement) => /^ALTER TABLE/i.test(statement)),
    (statement) => tableOf(statement) ?? '',
  )
  const made = new Set(statements.map((statement) => /^CREATE TABLE (?:IF NOT EXISTS )?(\w+)/i.exec(statement)?.[1]))
  return statements.flatMap((statement) => {
    const table = tableOf(statement) ?? ''
    if (isTransactional && /\bCONCURRENTLY\b/i.test(statement))
      return [`${statement.slice(0, 80)}: the file must begin with "-- no transaction"`]
    if (made.has(table)) return []
    // The lock of whatever else was altered is held while every row is looked at.
    if (isTransactional && /^ALTER TABLE .* VALIDATE /i.test(statement) && (altered[table]?.length ?? 0) > 1)
      return [`${statement.slice(0, 80)}: use VALIDATE CONSTRAINT in a later file, or begin with "-- no transaction"`]
    const broken = rules.find(({ pattern }) => new RegExp(pattern, 'i').test(statement))
    return broken ? [`${statement.slice(0, 80)}: use ${broken.instead}`] : []
  })
}
