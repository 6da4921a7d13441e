/** The process `confined.ts` starts: takes one job, sends one answer, and is killed. */
process.once('message', async (job: { file: string; input: unknown }) => {
  try {
    const { run } = (await import(job.file)) as { run: (input: unknown) => Promise<unknown> }
    process.send?.({ ok: true, answer: await run(job.input) })
  } catch (error) {
    const { message, code } = error as { message?: unknown; code?: unknown }
    process.send?.({
      ok: false,
      reason: 'failed',
      message: String(message ?? error),
      code: typeof code === 'string' ? code : null,
    })
  }
})
