/*
 * The tokenizer: decoded text to tokens, one at a time, with Python's
 * indentation, line joining and bracket rules. It is used by the parser, and
 * alone by whoever wants tokens only.
 */
#ifndef SYNTAX_TOKEN_H
#define SYNTAX_TOKEN_H

#include "scripts/syntax/parse.h"

enum token_kind {
#define PLAIN(name) TOKEN_##name,
#define OP1(name, a) TOKEN_##name,
#define OP2(name, a, b) TOKEN_##name,
#define OP3(name, a, b, c) TOKEN_##name,
#define KEYWORD(name, text) TOKEN_##name,
#include "scripts/syntax/tokens.def"
    TOKEN_COUNT
};

struct token {
    unsigned char kind;  /* of enum token_kind */
    unsigned char level; /* brackets open behind it */
    int line, end_line;  /* from 1 */
    /*
     * Bytes from the start of the line; -1 for a token of no text (INDENT,
     * DEDENT, END), whose errors are shown at error_col instead.
     */
    int col, end_col;
    int error_col;
    int length;       /* bytes of text */
    const char *text; /* in the tokenizer's text, not terminated */
};

enum { TOKENIZER_MAX_INDENT = 100, TOKENIZER_MAX_LEVEL = 200 };

struct tokenizer {
    struct arena *arena;          /* for messages */
    struct syntax_report *report; /* errors and warnings go there */
    const char *text, *end;       /* all of it; newlines are '\n' */
    const char *cur;              /* the next character */
    const char *line_start;       /* of the line that cur is in */
    const char *line_end;         /* behind its newline */
    const char *buffer;           /* the first line shown with an error */
    int line;                     /* the number of the line cur is in */
    int first_line;               /* where the last string began ... */
    const char *first_line_start; /* ... and that line */
    const char *token_start;      /* NULL: the token has no text */
    int indent;                   /* depth of the next two */
    int columns[TOKENIZER_MAX_INDENT], alternate[TOKENIZER_MAX_INDENT];
    int pending; /* INDENTs (> 0) or DEDENTs (< 0) to give out */
    int level;   /* depth of the next */
    struct {
        char opening;
        int line, col;
    } brackets[TOKENIZER_MAX_LEVEL];
    bool at_line_start;
    bool reached_end;   /* all characters were read */
    bool hit_end;       /* the error is that the text ends too soon */
    bool reader_failed; /* the error is about lines, not about a token */
    bool quiet;         /* issue no warnings */
    bool type_comments; /* `# type: ...` are tokens */
    /*
     * The text of an f-string's expression lies inside a file: its lines are
     * counted from line_shift + 1 and the columns of shifted_line moved.
     */
    int line_shift, shifted_line, col_shift;
};

/*
 * Starts reading length bytes of UTF-8 at text, whose newlines are '\n' and
 * which ends with one. The text is borrowed for as long as tokens are used.
 */
void tokenizer_init(struct tokenizer *t, struct arena *arena, const char *text,
                    size_t length, struct syntax_report *report);

/*
 * Reads the next token. After END comes END again. False: the token is an
 * ERROR, and the report says which.
 */
bool tokenizer_next(struct tokenizer *t, struct token *token);

/* Sets the error "'(' was never closed" for the innermost open bracket. */
void tokenizer_unclosed(struct tokenizer *t);

/* What a kind is called: "NAME", "+=", "while". */
const char *token_name(enum token_kind kind);

#endif
