-- How many bodies of each level have any figure in each region: against whom "so many of so many reported" is said.
select * from edition.region_bodies
