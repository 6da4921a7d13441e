import { messages } from '#kernel/text'

export const text = messages(
  {
    title: '本站源代码',
    lead: '这个网站怎样收意见、怎样算数、怎样写回执，每一行程序都是公开的，谁都可以看、可以用、可以改。',
    licence: '许可证',
    licenceName: '木兰宽松许可证，第 2 版（Mulan PSL v2）',
    licenceWords: '可以自由使用、复制、修改和分发，也可以用在别处；请保留版权声明和许可证。',
    version: '版本',
    where: '到哪里看',
    whereWords: (operator: string) =>
      `程序随安装一起交付。要一份本站正在运行的源代码，请与${operator}联系，不需要说明理由。`,
    repository: '代码仓库',
    parts: '用到的别人的程序',
    partsWords:
      '本站用到的开源软件和它们的许可证，写在源代码的 package.json 和 package-lock.json 里。网页上没有任何第三方的脚本、字体或统计代码。',
    check: '不信本站，可以自己核对',
    checkWords:
      '公开账和回执的格式是公开的国际规范（C2SP tlog-tiles、tlog-proof）。随源代码附有一个单独的核对程序 scripts/watch-log.mjs，在您自己的电脑上就能跑。',
    checkLink: '核对一张回执',
  },
  {
    title: 'Source code of this site',
    lead: 'Every line of how this site takes opinions, counts and writes receipts is open: to read, to use and to change.',
    licence: 'Licence',
    licenceName: 'Mulan Permissive Software License, version 2 (Mulan PSL v2)',
    licenceWords: 'Use, copy, change and pass it on freely; keep the copyright notice and the licence.',
    version: 'Version',
    where: 'Where to see it',
    whereWords: (operator: string) =>
      `The program is delivered with its source. To get the source this site runs on, ask the operator (${operator}); no reason is needed.`,
    repository: 'Repository',
    parts: 'Programs of others in it',
    partsWords:
      'The open source software used and its licences are listed in package.json and package-lock.json of the source. No script, font or counter of a third party is on any page.',
    check: 'Do not trust this site? Check it',
    checkWords:
      'The public book and the receipts follow open specifications (C2SP tlog-tiles, tlog-proof). The source contains a program that stands alone, scripts/watch-log.mjs, to run on your own computer.',
    checkLink: 'Check a receipt',
  },
)
