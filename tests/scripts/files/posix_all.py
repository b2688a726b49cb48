"""os on posix: files, directories, their errors."""
import os
print(os.getcwd()==os.path.abspath('.'), os.sep, os.name)
print(os.environ.get('HOME'), os.path.exists('/'), os.path.join('a','b'))
os.makedirs('/tmp/heapstep-posix-test/e', exist_ok=True)
fd=os.open('/tmp/heapstep-posix-test/f', os.O_RDWR|os.O_CREAT|os.O_TRUNC)
print(os.write(fd,b'hello'), os.lseek(fd,0,0), os.read(fd,10)); os.close(fd)
s=os.stat('/tmp/heapstep-posix-test/f'); print(s.st_size, s[6], type(s), len(s), s.st_mode, s.st_mtime==os.path.getmtime('/tmp/heapstep-posix-test/f'))
print(sorted(os.listdir('/tmp/heapstep-posix-test')), sorted(e.name for e in os.scandir('/tmp/heapstep-posix-test')), [ (e.is_dir(),e.is_file(),e.path) for e in sorted(os.scandir('/tmp/heapstep-posix-test'),key=lambda e:e.name)])
for r in os.walk('/tmp/heapstep-posix-test'): print(r)
os.rename('/tmp/heapstep-posix-test/f','/tmp/heapstep-posix-test/g'); os.symlink('g','/tmp/heapstep-posix-test/l'); print(os.readlink('/tmp/heapstep-posix-test/l'), os.path.islink('/tmp/heapstep-posix-test/l'))
os.utime('/tmp/heapstep-posix-test/g',(1.5,2)); s=os.stat('/tmp/heapstep-posix-test/g'); print(s.st_atime,s.st_mtime_ns, s)if 0 else print(s.st_atime,s.st_mtime_ns)
os.remove('/tmp/heapstep-posix-test/l');os.remove('/tmp/heapstep-posix-test/g');os.removedirs('/tmp/heapstep-posix-test/e') if 0 else (os.rmdir('/tmp/heapstep-posix-test/e'),os.rmdir('/tmp/heapstep-posix-test'))
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e, getattr(e,'args',None), getattr(e,'filename',0))
t(lambda: os.stat("a\0b")); t(lambda: os.stat(b"a\0b")); t(lambda: os.stat(1.5)); t(lambda: os.mkdir(1.5)); t(lambda: os.listdir(1.5))
t(lambda: os.rename("nope","b")); t(lambda: os.listdir("nope")); t(lambda: os.open("nope",0)); t(lambda: os.stat(99)); t(lambda: os.close(99))
t(lambda: os.fspath(3)); t(lambda: os.readlink("/")); t(lambda: os.stat("\ud800"))
t(lambda: os.access("/",4)); t(lambda: os.utime("/x",(1,2),ns=(1,2)));t(lambda: os.utime("/x",3)); t(lambda: os.scandir("nope")); t(lambda:os.get_terminal_size(99)); t(lambda: open("a\0b")); t(lambda: os.strerror(2)); t(lambda:os.fspath(type("P",(),{"__fspath__":lambda s:3})()));t(lambda:os.stat(type("P",(),{"__fspath__":lambda s:3})()))
print(os.stat_result(range(10))); print(os.stat_result(range(19)), os.stat_result.n_fields, os.stat_result.n_unnamed_fields)
t(lambda: os.stat_result(range(9)))
t(lambda: os.terminal_size((1,2))); t(lambda: os.DirEntry); t(lambda: sorted(map(repr,os.scandir("/usr")))); 
t(lambda:os.chmod("nope",0o7)); t(lambda: os.symlink("a","/")); t(lambda: os.urandom(-1)); t(lambda: os.kill(99999999,0)); t(lambda: os.truncate("nope",1)); t(lambda:os.umask("x"));
t(lambda:os.stat_result(range(12)).st_atime)
t(lambda:len(os.urandom(20)))
os.environ['XX']='y'; print(os.getenv('XX')); del os.environ['XX']
print(os.cpu_count()>0, os.getpid()>0, os.stat('/').__reduce__()[0])
r,w=os.pipe(); os.write(w,b'x'); print(os.read(r,5)); os.close(w); os.close(r)
