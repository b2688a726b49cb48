/*
 * The store is a folder, $XDG_CACHE_HOME/heapstep/code or the same in
 * ~/.cache, with a file for each source file: a head, the key (path, title,
 * settings), the packed code.  The name is the key's hash.  A file is written
 * under another name first, so that none is ever seen in part.
 */
#include "scripts/vm/code_store.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scripts/compile/compile.h"
#include "scripts/types/str.h"
#include "scripts/vm/code_pack.h"
#include "scripts/vm/error.h"
#include "scripts/vm/import.h"
#include "scripts/vm/vm_internal.h"

/* One changed later than that before it is compiled may change again within
 * the same tick of the file system's clock. */
#define SETTLED_NS ((int64_t)2000000000)

struct code_store {
    char *folder;   /* NULL: there is none */
    uint64_t build; /* of this program */
};

struct head {
    char magic[16];
    uint64_t build;
    int64_t mtime_ns, source_size;
    uint64_t key_size, size, sum;
};

static const char magic[16] = "heapstep code 1\n";

/* A source file as it is asked for. */
struct wanted {
    char *key; /* malloc'ed, key_size bytes */
    size_t key_size;
    char *file; /* malloc'ed: its place in the store */
    struct host_stat stat;
};

/* ---- hashes -------------------------------------------------------------- */

static uint64_t mix(uint64_t h, uint64_t word)
{
    h = (h ^ word) * 0x9E3779B97F4A7C15u;
    return h ^ h >> 29;
}

static uint64_t hash_of(const void *data, size_t size, uint64_t h)
{
    const unsigned char *at = data;
    uint64_t word;
    h = mix(h, size);
    for (; size >= sizeof word; at += sizeof word, size -= sizeof word) {
        memcpy(&word, at, sizeof word);
        h = mix(h, word);
    }
    word = 0;
    if (size)
        memcpy(&word, at, size);
    return mix(mix(h, word), 1);
}

/* ---- the folder ---------------------------------------------------------- */

static char *joined(const char *a, const char *b)
{
    size_t size = strlen(a) + strlen(b) + 1;
    char *path = malloc(size);
    if (path)
        snprintf(path, size, "%s%s", a, b);
    return path;
}

/* Of the user's caches, malloc'ed; NULL: nobody says where. */
static char *cache_home(struct vm *vm)
{
    char *home = vm_environment(vm, "XDG_CACHE_HOME"), *path;
    if (home && *home == '/')
        return home;
    free(home);
    home = vm_environment(vm, "HOME");
    path = home && *home == '/' ? joined(home, "/.cache") : NULL;
    free(home);
    return path;
}

static bool find_build(struct vm *vm, uint64_t *build)
{
    struct host_stat st;
    if (vm->host->stat(vm->host->arg, "/proc/self/exe", true, &st) < 0)
        return false;
    *build = mix(mix(mix(sizeof(struct instr), st.inode), (uint64_t)st.size),
                 (uint64_t)st.mtime_ns);
    return true;
}

/* The store, found at the first call; NULL: there is none. */
static const struct code_store *store_of(struct vm *vm)
{
    if (!vm->code_store) {
        struct code_store *s = calloc(1, sizeof *s);
        char *home = s && find_build(vm, &s->build) ? cache_home(vm) : NULL;
        if (home)
            s->folder = joined(home, "/heapstep/code/");
        free(home);
        vm->code_store = s;
    }
    return vm->code_store && vm->code_store->folder ? vm->code_store : NULL;
}

void code_store_done(struct vm *vm)
{
    if (vm->code_store)
        free(vm->code_store->folder);
    free(vm->code_store);
    vm->code_store = NULL;
}

/* Makes the folders that lead to it. */
static void make_folders(struct vm *vm, char *path)
{
    for (char *at = path + 1; (at = strchr(at, '/')); at++) {
        *at = '\0';
        vm->host->path(vm->host->arg, HOST_MKDIR, path, NULL, 0700, 0);
        *at = '/';
    }
}

/* ---- what is wanted ------------------------------------------------------ */

static void wanted_done(struct wanted *w)
{
    free(w->key);
    free(w->file);
}

/* path NUL title NUL settings; a path that is not absolute has none. */
static bool make_key(struct vm *vm, struct wanted *w, object *path,
                     object *title)
{
    size_t n = str_to_utf8(path, NULL, 0), m = str_to_utf8(title, NULL, 0);
    if (n == 0 || str_at(path, 0) != '/' || !(w->key = malloc(n + m + 3)))
        return false;
    str_to_utf8(path, w->key, n);
    w->key[n] = '\0';
    str_to_utf8(title, w->key + n + 1, m);
    w->key[n + m + 1] = '\0';
    w->key[n + m + 2] = (char)('0' + vm->options.settings.optimize);
    w->key_size = n + m + 3;
    return vm->host->stat(vm->host->arg, w->key, true, &w->stat) >= 0;
}

static bool make_file(const struct code_store *s, struct wanted *w)
{
    char name[40];
    snprintf(name, sizeof name, "%016llx%016llx",
             (unsigned long long)hash_of(w->key, w->key_size, 1),
             (unsigned long long)hash_of(w->key, w->key_size, 2));
    w->file = joined(s->folder, name);
    return w->file;
}

/* False, with nothing pending: it is not to be looked for. */
static bool want(struct vm *vm, struct wanted *w, object *path, object *title)
{
    const struct code_store *s = store_of(vm);
    *w = (struct wanted){0};
    if (s && make_key(vm, w, path, title) && make_file(s, w))
        return true;
    wanted_done(w);
    return false;
}

static struct head head_for(struct vm *vm, const struct wanted *w)
{
    struct head h = {
        .build = vm->code_store->build,
        .mtime_ns = w->stat.mtime_ns,
        .source_size = w->stat.size,
        .key_size = w->key_size,
    };
    memcpy(h.magic, magic, sizeof magic);
    return h;
}

static size_t aligned(size_t n)
{
    return (n + PACK_ALIGN - 1) / PACK_ALIGN * PACK_ALIGN;
}

/* ---- reading ------------------------------------------------------------- */

static bool read_fully(struct vm *vm, int fd, unsigned char *to, size_t size)
{
    for (size_t done = 0; done < size;) {
        int64_t n =
            vm->host->read(vm->host->arg, fd, to + done, size - done);
        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

/* All of a file, malloc'ed, or NULL. */
static unsigned char *read_file(struct vm *vm, const char *path, size_t *size)
{
    const struct host *host = vm->host;
    struct host_stat st;
    unsigned char *bytes = NULL;
    int64_t fd = host->open(host->arg, path, O_RDONLY | O_CLOEXEC, 0);
    if (fd < 0)
        return NULL;
    if (host->fstat(host->arg, (int)fd, &st) >= 0 && st.size > 0) {
        *size = (size_t)st.size;
        bytes = malloc(*size);
        if (bytes && !read_fully(vm, (int)fd, bytes, *size)) {
            free(bytes);
            bytes = NULL;
        }
    }
    host->close(host->arg, (int)fd);
    return bytes;
}

/* Where the packed code begins; 0: that is not what is wanted. */
static size_t check(struct vm *vm, const struct wanted *w,
                    const unsigned char *bytes, size_t size)
{
    struct head h, expected = head_for(vm, w);
    size_t start = aligned(sizeof h + w->key_size);
    if (size <= start)
        return 0;
    memcpy(&h, bytes, sizeof h);
    expected.size = size - start;
    expected.sum = h.sum;
    if (memcmp(&h, &expected, sizeof h) != 0 ||
        memcmp(bytes + sizeof h, w->key, w->key_size) != 0)
        return 0;
    return hash_of(bytes + start, size - start, 3) == h.sum ? start : 0;
}

/* NULL with nothing pending: it is not there. */
static object *load(struct vm *vm, const struct wanted *w, object *title)
{
    size_t size = 0;
    unsigned char *bytes = read_file(vm, w->file, &size);
    size_t start = bytes ? check(vm, w, bytes, size) : 0;
    object *code =
        start ? code_unpack(vm, bytes + start, size - start, title) : NULL;
    free(bytes);
    return code;
}

/* ---- writing ------------------------------------------------------------- */

static bool write_fully(struct vm *vm, int fd, const void *from, size_t size)
{
    for (size_t done = 0; done < size;) {
        int64_t n = vm->host->write(vm->host->arg, fd,
                                    (const char *)from + done, size - done);
        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

static bool write_parts(struct vm *vm, int fd, const struct wanted *w,
                        const unsigned char *bytes, size_t size)
{
    static const char zeros[PACK_ALIGN];
    struct head h = head_for(vm, w);
    size_t length = sizeof h + w->key_size;
    h.size = size;
    h.sum = hash_of(bytes, size, 3);
    return write_fully(vm, fd, &h, sizeof h) &&
           write_fully(vm, fd, w->key, w->key_size) &&
           write_fully(vm, fd, zeros, aligned(length) - length) &&
           write_fully(vm, fd, bytes, size);
}

static int64_t create(struct vm *vm, const char *path)
{
    return vm->host->open(vm->host->arg, path,
                          O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
}

static void write_file(struct vm *vm, const struct wanted *w,
                       const unsigned char *bytes, size_t size)
{
    const struct host *host = vm->host;
    char suffix[32];
    snprintf(suffix, sizeof suffix, ".%lld",
             (long long)host->getpid(host->arg));
    char *name = joined(w->file, suffix);
    int64_t fd = name ? create(vm, name) : -1;
    if (name && fd < 0) {
        make_folders(vm, vm->code_store->folder);
        fd = create(vm, name);
    }
    if (fd >= 0) {
        bool ok = write_parts(vm, (int)fd, w, bytes, size);
        ok = host->close(host->arg, (int)fd) >= 0 && ok;
        if (!ok || host->path(host->arg, HOST_RENAME, name, w->file, 0, 0) < 0)
            host->path(host->arg, HOST_UNLINK, name, NULL, 0, 0);
    }
    free(name);
}

static bool is_settled(struct vm *vm, const struct wanted *w)
{
    int64_t now;
    return vm->host->clock(vm->host->arg, HOST_CLOCK_REALTIME, &now) >= 0 &&
           w->stat.mtime_ns < now - SETTLED_NS;
}

static void save(struct vm *vm, const struct wanted *w, const object *code)
{
    unsigned char *bytes;
    size_t size;
    if (!is_settled(vm, w) || !code_pack(vm, code, &bytes, &size))
        return;
    write_file(vm, w, bytes, size);
    free(bytes);
}

/* ---- both ---------------------------------------------------------------- */

static object *compile_file(struct vm *vm, object *path, object *title)
{
    char *bytes;
    size_t size;
    object *code;
    if (!source_read(vm, path, &bytes, &size))
        return NULL;
    code = compile_source(vm, bytes, size, title, SYNTAX_EXEC, 0);
    free(bytes);
    return code;
}

/* Is a warning of the compiler's to come the first time only?  CPython's come
 * each time when it may not keep what it compiles. */
static bool may_silence(const struct vm *vm)
{
    return !vm->options.settings.dont_write_bytecode;
}

static object *find_or_compile(struct vm *vm, object *path, object *title)
{
    struct wanted w;
    size_t warnings = vm->compile_warnings;
    object *code;
    if (!want(vm, &w, path, title))
        return compile_file(vm, path, title);
    code = load(vm, &w, title);
    if (!code && !vm_pending(vm)) {
        code = compile_file(vm, path, title);
        if (code && (vm->compile_warnings == warnings || may_silence(vm)))
            save(vm, &w, code);
    }
    wanted_done(&w);
    return code;
}

object *code_of_file(struct vm *vm, object *path, object *title)
{
    heap *h = vm->heap;
    int before[HEAP_GENERATIONS], after[HEAP_GENERATIONS];
    bool enabled = heap_gc_enabled(h);
    heap_gc_counts(h, before);
    heap_gc_enable(h, false);
    object *code = find_or_compile(vm, path, title);
    heap_gc_enable(h, enabled);
    heap_gc_counts(h, after);
    heap_gc_adjust(h, before[0] - after[0]);
    return code;
}
