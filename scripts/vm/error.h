/*
 * Raising and handling exceptions from C.
 */
#ifndef SCRIPTS_VM_ERROR_H
#define SCRIPTS_VM_ERROR_H

#include <stdarg.h>

#include "scripts/vm/vm.h"

/*
 * Raises, with a text made as str_format does: %s C string, %d int, %zd
 * ptrdiff_t, %zu size_t, %lld, %c, %x, %.NNNs, %% and, for objects, %U str as
 * it is, %S str(), %R repr(), %T the name of the object's type.  Returns NULL.
 */
object *vm_raise(struct vm *vm, enum exception_id id, const char *format, ...);
object *vm_raise_va(struct vm *vm, enum exception_id id, const char *format,
                    va_list args);
/* Raises id(value). */
object *vm_raise_object(struct vm *vm, enum exception_id id, object *value);
/* Makes an exception instance pending (stolen); sets its context. */
void vm_raise_steal(struct vm *vm, object *exception);
object *vm_raise_no_memory(struct vm *vm);
/* OSError subclass for a negated errno from the host; path may be NULL. */
object *vm_raise_os(struct vm *vm, int64_t error, object *path);
/* The class for an errno: OSError or one derived from it. */
enum exception_id vm_os_error_id(int error);

bool vm_pending(const struct vm *vm);
/* Is the pending exception an instance of exception id (or derived)? */
bool vm_pending_is(struct vm *vm, enum exception_id id);
/* Is exception an instance of cls, a class or a tuple of such? */
bool vm_exception_matches(struct vm *vm, object *exception, object *cls);
/* Takes the pending exception (new, NULL if none). */
object *vm_pending_take(struct vm *vm);
/* Puts it back (stolen). */
void vm_pending_restore(struct vm *vm, object *exception);
void vm_pending_clear(struct vm *vm);
/*
 * What C code raises, CPython makes an exception of only when a script gets to
 * see it, and then the tuple of its args shows in the young counter: now.
 */
void vm_pending_count(struct vm *vm);
/* Prints and swallows the pending one as sys.unraisablehook does; `where` may
 * be NULL. */
void vm_unraisable(struct vm *vm, object *where);
/* The same in other words than "in": "in thread started by". */
void vm_unraisable_in(struct vm *vm, const char *message, object *where);
/* Prints traceback and message of the pending exception to sys.stderr as the
 * top level does (sys.excepthook), and swallows it. */
void vm_print_exception(struct vm *vm);
/* Appends the frame's place to the exception's traceback. */
bool vm_traceback_here(struct vm *vm, object *exception,
                       struct vm_frame *frame);

#endif
