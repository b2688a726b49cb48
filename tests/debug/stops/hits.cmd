break visit
hits 1 % 5
info break
c
p n
c
p n
delete
break 7 if n < 3
log 2 "n is {n}, half {n / 2} {{plain}} {nonsense}"
info break
break 8
commands
print total
continue
end
run
tbreak 9
c
c
info break
hits 7 often
log
commands 77
run
