-- Nothing looks an opinion up by its text, nor an allowance by its end but the sweep, which reads them all.
drop index opinions.opinion_by_text;
drop index opinions.allowance_ended;
