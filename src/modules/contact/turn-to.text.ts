import { messages, plural } from '#kernel/text'

export const text = messages(
  {
    writeHere: '写给这里的代表',
    writeToHer: '写给这位代表',
    bookHere: '约见这里的代表',
    bookHer: '约见这位代表',
    taken: (count: number) => `接下居民反映的事 ${count} 件`,
    solved: (count: number) => `其中 ${count} 件，居民自己说解决了。`,
  },
  {
    writeHere: 'Write to the deputies here',
    writeToHer: 'Write to this deputy',
    bookHere: 'Book a talk here',
    bookHer: 'Book a talk with this deputy',
    taken: (count) => `${plural(count, 'matter', 'matters')} taken up`,
    solved: (count) => `${count} solved, by the word of those who asked.`,
  },
)
