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
referents cache
referents cache.pages
referents walk
referents page.data
referents pages
q
