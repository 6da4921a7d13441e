-- The head of a department: reads what is drafted there before it goes out, where the council's setting asks for it.
alter table people.membership drop constraint membership_role_check;
alter table people.membership add constraint membership_role_check check (role in (
  'administrator', 'security-officer', 'auditor', 'clerk', 'committee', 'street-office', 'point-staff', 'liaison',
  'collector', 'adviser', 'expert', 'council-member', 'deputy', 'department', 'department-head', 'media'));
