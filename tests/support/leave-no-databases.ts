import pg from 'pg'

/** After the whole run: drops the databases its test processes made on the server. */
export default function setup(): () => Promise<void> {
  const url = process.env.TEST_DATABASE_URL
  const run = `r${process.pid}`
  process.env.TEST_RUN = run
  return async () => {
    if (!url) return
    const admin = new pg.Client({ connectionString: url })
    await admin.connect()
    const { rows } = await admin.query<{ datname: string }>('select datname from pg_database where datname like $1', [
      `zhitong_test_${run}_%`,
    ])
    for (const { datname } of rows) await admin.query(`drop database if exists ${datname} with (force)`)
    await admin.end()
  }
}
