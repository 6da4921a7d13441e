import { messages } from '#kernel/text'

export const text = messages(
  {
    title: '开放数据',
    lead: '网页上看得到的，都可以整份拿走：不用登录，不用申请，可以再用。',
    none: '还没有可以下载的数据',
    dataset: '数据',
    count: (number: string) => `${number} 行`,
    columns: (list: string) => `包括：${list}`,
    formats:
      '三种格式：CSV（各种表格软件）、XLSX（Excel、WPS）、JSON Lines（程序）。文件在您点下载的那一刻生成，与网页上的数一致。',
    licence: '可以自由使用，请注明来源。里面没有姓名（本人选择公开的显示名除外）、联系方式和任何账号信息。',
    download: (title: string, format: string) => `下载${title}，${format}`,
    perMatter: '一部草案的全部意见和答复，在那部草案的页面上下载。',
    perMatterLink: '看所有草案',
    log: '公开账本身也是开放数据',
    logWords: '每一条收到、提炼、答复都是账上的一行，格式是公开规范，可以整本拿走并逐行核对。',
    logLink: '怎样核对',
  },
  {
    title: 'Open data',
    lead: 'Whatever can be seen on the pages can be taken away whole: no account, no request, free to reuse.',
    none: 'Nothing to download yet',
    dataset: 'Data',
    count: (number) => `${number} rows`,
    columns: (list: string) => `With: ${list}`,
    formats:
      'Three formats: CSV (any spreadsheet), XLSX (Excel, WPS), JSON Lines (programs). A file is made at the moment you ask for it and agrees with the pages.',
    licence:
      'Free to use; please name the source. It holds no names (but the shown name, where its owner chose so), no contacts and nothing of accounts.',
    download: (title: string, format: string) => `Download ${title}, ${format}`,
    perMatter: 'All opinions and answers about one draft are downloaded on the page of that draft.',
    perMatterLink: 'See all drafts',
    log: 'The public book is open data too',
    logWords:
      'Everything received, refined and answered is a line in it, in an open format, to be taken away whole and checked line by line.',
    logLink: 'How to check it',
  },
)
