/*
 * What the files of text files share.
 */
#ifndef SCRIPTS_TYPES_TEXT_FILE_INTERNAL_H
#define SCRIPTS_TYPES_TEXT_FILE_INTERNAL_H

#include "scripts/types/text_file.h"

enum {
    TEXT_FILE_CHUNK = 8192,
    TEXT_FILE_TAIL = 8, /* bytes of a character or newline cut in two */
};

enum text_newline {
    NEWLINE_UNIVERSAL, /* None: each kind is read as \n */
    NEWLINE_ANY,       /* '': each kind ends a line and stays */
    NEWLINE_LF,
    NEWLINE_CR,
    NEWLINE_CRLF,
};

struct text_file {
    struct heap_node node;
    object *name, *mode, *encoding, *errors; /* str, but name: anything */
    object *text; /* read and not yet given out, from `at`; or NULL */
    size_t at;
    unsigned char *out; /* heap array of TEXT_FILE_CHUNK, or NULL */
    size_t out_length;
    int fd;
    unsigned char tail[TEXT_FILE_TAIL];
    uint8_t tail_length;
    uint8_t newline; /* enum text_newline */
    bool readable, writable, line_buffered, closefd, closed;
    bool write_through; /* nothing written is kept */
    bool iterated; /* by next(), after which a place is not told */
    uint8_t pieces; /* written and kept: 0, 1, or 2 for more, which CPython
                       has in a list */
};

static inline struct text_file *text_file_of(object *o)
{
    return (struct text_file *)o;
}

/* ValueError when the file is closed; OSError when it is not for that. */
bool text_file_check_open(struct vm *vm, struct text_file *file);
bool text_file_check_readable(struct vm *vm, struct text_file *file);

/* Writes out what is kept. */
bool text_file_flush(struct vm *vm, struct text_file *file);

/* After -EINTR from the host: lets a debugger or a signal speak.  False: an
 * exception is pending. */
bool text_file_interrupted(struct vm *vm);

/* text_file_read.c: methods and the iterator. */
extern builtin_fn text_file_m_read, text_file_m_readline, text_file_m_readlines;
unary_fn text_file_next;
/* Forgets what was read ahead. */
void text_file_forget(struct vm *vm, struct text_file *file);
/* How many bytes of the descriptor were read but not given out. */
int64_t text_file_ahead(struct text_file *file);

/* text_file_open.c: the newline of an open() argument; false: ValueError. */
bool text_file_newline(struct vm *vm, object *newline, uint8_t *out);

#endif
