import { createServer } from 'node:http'
import { brotliCompressSync, constants } from 'node:zlib'
import pg from 'pg'

/** What a page could cost at best: `/query` asks for fifty opinions and sends ready bytes, `/bytes` sends them from memory. */
process.once('message', (message) => {
  const { html, url, councilId, consultationId } = message as Readonly<Record<string, string>>
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  const plain = Buffer.from(html ?? '')
  const packed = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
  const type = { 'content-type': 'text/html; charset=UTF-8' }
  const server = createServer((request, response) => {
    if (request.url === '/bytes') {
      response.writeHead(200, { ...type, 'content-encoding': 'br', 'content-length': packed.length }).end(packed)
      return
    }
    pool
      .query(
        `select o.id, o.provision_id, o.quote, o.body, o.suggested, o.channel, o.place_id, o.supports, o.received_at,
           c.display_name, a.number, a.title, a.stage, x.decision
         from (
           select * from opinions.opinion
           where council_id = $1 and subject_id = $2 and public and stage = 'received'
             and clause = 'art_3'
           order by received_at desc, id desc limit 50
         ) o
         join opinions.contributor c on c.council_id = o.council_id and c.id = o.contributor_id
         left join opinions.argument_member m on m.council_id = o.council_id and m.opinion_id = o.id
         left join opinions.argument a on a.council_id = m.council_id and a.id = m.argument_id
         left join opinions.outcome_leaf told on told.council_id = o.council_id and told.opinion_id = o.id
         left join opinions.outcome x on x.council_id = told.council_id and x.id = told.outcome_id
         order by o.received_at desc, o.id desc`,
        [councilId, consultationId],
      )
      .then(() => response.writeHead(200, { ...type, 'content-length': plain.length }).end(plain))
      .catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    process.send?.(typeof address === 'object' && address ? address.port : 0)
  })
})
