-- The history that led to this edition, the newest first.
select * from edition.editions order by number desc
