threads
b 8
c
threads
p name
c
threads
c
