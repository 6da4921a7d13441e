import { messages } from '#kernel/text'

export const text = messages(
  {
    title: '信息员采集包',
    appName: (council: string) => `信息员采集包 · ${council}`,
    shortName: '采集包',
    lead: '没有信号也能记。先在有信号的地方打开一次，以后随处可用。',
    opening: '正在打开……',
    noScripts:
      '这个页面要用浏览器的脚本才能在没有信号时保存。请打开脚本，或者改用纸质表格：请联系点工作人员打印，写好后交回录入。',
    notCollector: '您还不是信息员。请联系点的工作人员先为您登记。',
  },
  {
    title: 'Collector’s kit',
    appName: (council) => `Collector’s kit · ${council}`,
    shortName: 'Kit',
    lead: 'Works without signal. Open it once where there is signal, then use it anywhere.',
    opening: 'Opening…',
    noScripts:
      'This page needs the browser’s scripts to keep things without signal. Turn them on, or use paper forms: the contact point’s staff print them and type them in when they come back.',
    notCollector: 'You are not a collector yet. Ask the contact point’s staff to register you.',
  },
)
