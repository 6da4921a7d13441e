import { messages } from '#kernel/text'

export const text = messages(
  {
    title: '换一个人大',
    lead: '这里同时为这些人大服务。各管各的：一个人大收到的意见，别的人大看不到，除非正式报送。',
    here: '您现在看的',
    go: (name: string) => `去${name}`,
    levels: { national: '全国', provincial: '省级', municipal: '市级', district: '区县级', town: '乡镇级' },
  },
  {
    title: 'Another council',
    lead: 'This installation serves these councils. Each keeps its own: what one receives no other sees, unless it is formally sent.',
    here: 'You are here',
    go: (name: string) => `Go to ${name}`,
    levels: {
      national: 'National',
      provincial: 'Provincial',
      municipal: 'Municipal',
      district: 'District',
      town: 'Town',
    },
  },
)
