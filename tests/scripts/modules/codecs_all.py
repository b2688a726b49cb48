"""codecs: the registry, error handlers, the encodings in C."""
import codecs, _codecs
print('héé'.encode('cp1252'), b'\xe9'.decode('cp437'), 'x'.encode('rot13') if 0 else codecs.encode('Hello','rot13'))
def t(f):
    try: print(ascii(f()))
    except BaseException as e: print(type(e).__name__, ascii(str(e)))
t(lambda: 'x'.encode('nope')); t(lambda: 'x'.encode('rot13')); t(lambda: 'é€'.encode('ascii','nope'))
t(lambda: 'é\u4e00'.encode('cp1252')); t(lambda: '\u4e00\u4e01x'.encode('cp1252','replace'));t(lambda: '\u4e00\u4e01x'.encode('cp1252','xmlcharrefreplace'))
t(lambda: b'\x81a'.decode('cp1252')); t(lambda: b'\x81a'.decode('cp1252','replace'))
codecs.register_error('mine', lambda e: ('<%d-%d>'%(e.start,e.end), e.end))
t(lambda: 'aéèb'.encode('ascii','mine')); t(lambda: b'a\xff\xfeb'.decode('utf-8','mine')); t(lambda: 'a\u4e00'.encode('latin-1','mine')); t(lambda: b'\x81a'.decode('cp1252','mine'))
codecs.register_error('bad', lambda e: 3)
t(lambda: 'é'.encode('ascii','bad')); t(lambda: b'\xff'.decode('ascii','bad'))
codecs.register_error('byt', lambda e: (b'\xfe', e.end))
t(lambda: 'é'.encode('ascii','byt')); t(lambda: b'\xff'.decode('ascii','byt'))
for n in ('strict','ignore','replace','xmlcharrefreplace','backslashreplace'):
    h=codecs.lookup_error(n)
    t(lambda: h(UnicodeEncodeError('ascii','aéb',1,2,'x'))); t(lambda: h(UnicodeDecodeError('ascii',b'a\xffb',1,2,'x'))); t(lambda: h(3))
d=codecs.getincrementaldecoder('utf-8')()
print([d.decode(bytes([c])) for c in 'aé€𐍈'.encode()], d.decode(b'',True))
d=codecs.getincrementaldecoder('utf-16')()
print([d.decode(bytes([c])) for c in 'aé€𐍈'.encode('utf-16')], d.getstate())
t(lambda: codecs.utf_8_decode(b'ab\xe2\x82')); t(lambda: codecs.utf_8_decode(b'ab\xe2\x82',None,True)); t(lambda: codecs.utf_16_ex_decode(b'\xff\xfea\0b',None,0,False))
t(lambda: codecs.utf_16_encode('ab',None,1)); t(lambda: codecs.latin_1_encode('é')); t(lambda: codecs.ascii_decode(b'x'))
t(lambda: 'a\n\t\\é€𐍈\x01'.encode('unicode_escape')); t(lambda: br'a\n\x41\u20ac\U00010348\101\q\
z'.decode('raw_unicode_escape'))
t(lambda: br'a\n\x41\u20ac\U00010348\101'.decode('unicode_escape')); t(lambda: br'\x4'.decode('unicode_escape')); t(lambda: br'\u12'.decode('unicode_escape','replace')); t(lambda: '\\'.encode().decode('unicode_escape'))
t(lambda: 'é€'.encode('raw_unicode_escape')); t(lambda: codecs.escape_decode(rb'a\x41\n\101\'')); t(lambda: codecs.escape_encode(b'a\n\'\xff')); t(lambda: codecs.escape_decode(rb'\x4'))
t(lambda: codecs.lookup('UTF8').name); t(lambda: codecs.lookup('l1').name);
t(lambda: codecs.charmap_build(''.join(map(chr,range(256)))) is None); t(lambda: codecs.charmap_encode('ab',None,{97:b'xx',98:5})); t(lambda: codecs.charmap_decode(b'ab',None,{97:'xx',98:5}))
t(lambda: codecs.readbuffer_encode('é')); t(lambda: codecs.register(3)); t(lambda: codecs.decode(b'a','utf-8')); t(lambda: codecs.encode('a', errors=3))
def s(name): return codecs.CodecInfo(lambda x,e='strict':(b'<'+x.encode()+b'>',len(x)), lambda x,e='strict':(bytes(x).decode().upper(),len(x)), name='zz') if name=='zz' else None
codecs.register(s); print('q'.encode('zz'), b'q'.decode('zz')); codecs.unregister(s); t(lambda:'q'.encode('zz'))
for table in ({97: 3.5}, {97: b'x'}, {97: 0x110000}, {97: -1}, {97: None}, {}):
    t(lambda: codecs.charmap_decode(b'a', None, table))
    t(lambda: codecs.charmap_encode('a', None, table))
codecs.register_error('odd', lambda e: (3, 1))
codecs.register_error('far', lambda e: ('x', 99))
for n in ('odd', 'far'):
    t(lambda: b'\xff'.decode('ascii', n))
    t(lambda: '\xff'.encode('ascii', n))
    t(lambda: br'\x4'.decode('unicode_escape', n))
t(lambda: codecs.charmap_decode(b'a', 'odd', {}))
t(lambda: codecs.charmap_encode('a', 'odd', {}))
t(lambda: codecs.utf_16_encode('a', None, 'x'))
t(lambda: codecs.utf_16_ex_decode(b'a', None, 2.5))
