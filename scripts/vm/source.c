/*
 * Reading whole source files through the host.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "scripts/types/str.h"
#include "scripts/vm/error.h"
#include "scripts/vm/import.h"

#define FIRST_ROOM ((size_t)64 * 1024)

/* Reads to the end of fd; a negated errno, -ENOMEM included, or the size. */
static int64_t read_all(struct vm *vm, int fd, char **bytes)
{
    size_t size = 0, room = FIRST_ROOM;
    char *buffer = malloc(room);
    while (buffer) {
        int64_t n = vm->host->read(vm->host->arg, fd, buffer + size,
                                   room - size);
        if (n == -EINTR)
            continue;
        if (n <= 0) {
            *bytes = buffer;
            if (n == 0)
                return (int64_t)size;
            free(buffer);
            return n;
        }
        size += (size_t)n;
        if (size == room) {
            char *grown = realloc(buffer, room *= 2);
            if (!grown)
                free(buffer);
            buffer = grown;
        }
    }
    return -ENOMEM;
}

bool source_read_fd(struct vm *vm, int fd, char **bytes, size_t *size)
{
    int64_t n = read_all(vm, fd, bytes);
    if (n == -ENOMEM)
        vm_raise_no_memory(vm);
    else if (n < 0)
        vm_raise_os(vm, n, NULL);
    *size = n < 0 ? 0 : (size_t)n;
    return n >= 0;
}

bool source_read(struct vm *vm, object *path, char **bytes, size_t *size)
{
    char *text = str_dup_utf8(vm, path);
    int64_t fd, n;
    if (!text)
        return false;
    fd = vm->host->open(vm->host->arg, text, O_RDONLY | O_CLOEXEC, 0);
    free(text);
    if (fd < 0) {
        vm_raise_os(vm, fd, path);
        return false;
    }
    n = read_all(vm, (int)fd, bytes);
    vm->host->close(vm->host->arg, (int)fd);
    if (n == -ENOMEM)
        vm_raise_no_memory(vm);
    else if (n < 0)
        vm_raise_os(vm, n, path);
    *size = n < 0 ? 0 : (size_t)n;
    return n >= 0;
}
