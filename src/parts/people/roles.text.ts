import { messages } from '#kernel/text'

/** What each role is called. */
export const roleText = messages(
  {
    administrator: '系统管理员',
    'security-officer': '安全管理员',
    auditor: '审计管理员',
    clerk: '法制工作委员会工作人员',
    committee: '常务委员会',
    'street-office': '街道人大工委',
    'point-staff': '基层立法联系点工作人员',
    liaison: '联络员',
    collector: '信息员',
    adviser: '顾问单位',
    expert: '立法专家',
    'council-member': '立法议事会成员',
    deputy: '人大代表',
    department: '承办单位',
    media: '媒体',
  },
  {
    administrator: 'System administrator',
    'security-officer': 'Security officer',
    auditor: 'Auditor',
    clerk: 'Legislative affairs staff',
    committee: 'Standing committee',
    'street-office': 'Street congress office',
    'point-staff': 'Legislative contact point staff',
    liaison: 'Liaison',
    collector: 'Field collector',
    adviser: 'Adviser unit',
    expert: 'Legislative expert',
    'council-member': 'Legislative council member',
    deputy: 'Deputy',
    department: 'Handling department',
    media: 'Media',
  },
)
