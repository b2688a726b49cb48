break alloc Node+
c
bt
c
delete
break weakref-clear Leaf
c
delete
break finalize Phoenix
break resurrect
c
c
delete
break gc if found > 100
break gc start gen 2
break unreachable Leaf
c
c
delete
break alloc list size 30K-64K
c
c
delete
break share list
break unshare list
info break
c
c
q
