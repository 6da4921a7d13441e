/** The one place things are wired: `demo`, `serve`, and the command line. */
const usage = `zhitong laws check FILE… [--json]          what a legal text holds and what is wrong with its numbering
zhitong laws compare OLD NEW [--json]      which article became which
zhitong laws export FILE --to akn|docx|md  the text in another format
zhitong contact route --train F --test F    who may be in charge of new matters, learned from handled ones
zhitong demo [--reset]                     the house with demo data
zhitong serve                              the house
zhitong council create …                   found a council and name its security officer
zhitong councils popolo import|export …    people and organisations from and to a Popolo file
zhitong ledger check [--demo]              whether every council's log holds
zhitong ledger witness --dir DIR --name N   signs the logs of others, so that none can have two versions
zhitong ledger succeed --council SLUG      a new log for one whose published entries are lost`

const [command, ...args] = process.argv.slice(2)

process.exitCode = await run(command, args)

async function run(name: string | undefined, rest: readonly string[]): Promise<number> {
  // Each command loads only what it needs: checking a law must not start a database.
  switch (name) {
    case 'laws':
      return (await import('./parts/laws/cli.ts')).run(rest)
    case 'contact':
      return (await import('./modules/contact/cli.ts')).run(rest)
    case 'demo':
      return (await import('./start.ts')).startHouse({ demo: true, reset: rest.includes('--reset') })
    case 'serve':
      return (await import('./start.ts')).startHouse({ demo: false, reset: false })
    case 'council':
      if (rest[0] !== 'create') break
      return (await import('./create-council.ts')).createCouncilCommand(rest.slice(1))
    case 'councils':
      if (rest[0] !== 'popolo') break
      return (await import('./exchange-popolo.ts')).popoloCommand(rest.slice(1))
    case 'ledger':
      if (rest[0] === 'succeed') return (await import('./succeed-log.ts')).succeedLogCommand(rest.slice(1))
      if (rest[0] === 'witness') return (await import('./witness.ts')).witnessCommand(rest.slice(1))
      if (rest[0] !== 'check') break
      return (await import('./check-logs.ts')).checkLogs({ demo: rest.includes('--demo') })
  }
  console.error(usage)
  return 2
}
