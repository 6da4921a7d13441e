-- A session by token, for programs without cookies, is good in one council only; a browser's session has none here.
alter table people.session add column only_in uuid;
