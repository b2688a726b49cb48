b 25
c
delete
break refs thing
break refs thing == 3
info break
c
c
delete
watch total["n"]
c
watch box.value
c
c
delete
watch sum
c
c
c
delete
c
run
b 27
c
break refs thing to zero
c
break raise LookupError+
c
bt
delete
break heap > 3M
c
c
watch
break refs
break heap
c
