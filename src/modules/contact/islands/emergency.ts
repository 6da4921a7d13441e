/** Puts the number to call before whoever types words of danger. It never holds anything back. */
for (const notice of document.querySelectorAll<HTMLElement>('[data-emergency]')) watch(notice)

function watch(notice: HTMLElement): void {
  const calls = [...notice.querySelectorAll<HTMLElement>('[data-words]')]
  const look = () => {
    const typed = [...document.querySelectorAll<HTMLTextAreaElement>('form textarea')]
      .map(({ value }) => value)
      .join('\n')
      .normalize('NFKC')
      .toLowerCase()
    const topic = document.querySelector<HTMLSelectElement>('form [name=topic]')?.value ?? ''
    for (const call of calls) {
      const { words = '', topics = '' } = call.dataset
      const called = topic !== '' && topics.split(' ').includes(topic)
      call.hidden = !called && !words.split('|').some((word) => typed.includes(word))
    }
    notice.hidden = calls.every(({ hidden }) => hidden)
  }
  document.addEventListener('input', look)
  look()
}
