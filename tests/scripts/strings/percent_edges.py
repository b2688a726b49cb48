"""% and format() at their edges, and results that are the text itself."""
def show(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
for f in ('%5%','%-%','%(a)%', '% %', '%.3%', '%l%', '%%%', '%', '%5'):
    for args in ((), 1, {'a':1}, (1,2)):
        show(lambda: f%args)
        show(lambda: f.encode()%args)
t='abcde'
for f in ("%.5s","%-5s","%5s","%.7s","%2s"," %s","%sx","%r","%-3.5s"):
    x = f % t
    print(f, x is t, (f%(t,)) is t)
for f in ("{0:5s}","{}","{0:.5s}","{:.7s}","{:2s}","{:>5}","{!s}","{!s:5}"):
    print(f, f.format(t) is t)
print(("%s"%(t,)) is t, format(t,"5s") is t, format(t,".5") is t, f"{t:5s}" is t)
u='aécdeĀ'
print(("%s"%(u,)) is u, ("%.6s"%(u,)) is u, ("%6s"%(u,)) is u)
for text in ('abc def','éĀ'):
  for args in (('zz','y'),(text,text),(text[0],text[0]),('',''),(text[:2],text[:2]),(text,'x'),('x',text), (text[0],text[0],1)):
    print(args, text.replace(*args) is text)
for f in '{0[{0}]}','{{0}}', '{0[{]}', '{0[}]}', '{a{', '{a[{b}', '{0[a{]!r}', '{0[', '{0.{x}}', '{0[{]:{0[{]}}':
    show(lambda: f.format({'{0':1,'{':3}))
    show(lambda: list(_string.formatter_parser(f)))
show(lambda: b"%b %s" % (memoryview(b"abc"), memoryview(b"d")))
show(lambda: b'\xb9\x01\xef'.hex('\0'))
show(lambda: bytearray(b'ab').__alloc__())


def steps():
    b = bytearray(range(10))
    b[1:-1:2] = b""
    return b


show(steps)
show(lambda: bytes(2 ** 63))


class Text(str):
    def __float__(self):
        return float(str(self)) + 1


show(lambda: float(Text('8')))
show(lambda: UnicodeDecodeError('ascii', bytearray(b'\xff'), 0, 1, 'x').object)
show(lambda: UnicodeDecodeError('ascii', '?', 0, 1, 'x').object)
plain = "nothing in it"
print((plain % ()) is plain, (plain % {}) is plain, plain.format() is plain,
      plain.format(1, a=2) is plain, "a}}".format(), "%%" % ())
show(lambda: plain % 1)
