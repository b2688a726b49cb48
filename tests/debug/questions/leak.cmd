b 29
c
why page.data
refs page
refs cache
refs walk
why extra
dominators page
dominators cache
referrers cache.log
q
