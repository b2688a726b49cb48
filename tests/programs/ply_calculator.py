# needs: ply
"""PLY: a small language: its tables made, its programs parsed and run."""
import re

import ply.lex
import ply.yacc

reserved = {"if": "IF", "else": "ELSE", "while": "WHILE", "print": "PRINT"}
tokens = ["NAME", "NUMBER", "ASSIGN", "LE", "EQ"] + sorted(reserved.values())
literals = "+-*/%(){};<,"
t_ASSIGN, t_LE, t_EQ, t_ignore = r"=", r"<=", r"==", " \t"


def t_NAME(t):
    r"[a-z_]\w*"
    t.type = reserved.get(t.value, "NAME")
    return t


def t_NUMBER(t):
    r"\d+(\.\d+)?"
    t.value = float(t.value) if "." in t.value else int(t.value)
    return t


def t_newline(t):
    r"\n+"
    t.lexer.lineno += len(t.value)


def t_error(t):
    print("bad character", t.value[0], "in line", t.lexer.lineno)
    t.lexer.skip(1)


precedence = (("nonassoc", "EQ", "LE", "<"), ("left", "+", "-"),
              ("left", "*", "/", "%"), ("right", "UMINUS"))


def p_program(p):
    """program : program statement
               | """
    p[0] = p[1] + [p[2]] if len(p) > 1 else []


def p_statement(p):
    """statement : NAME ASSIGN expression ';'
                 | PRINT expression ';'
                 | WHILE expression block
                 | IF expression block
                 | IF expression block ELSE block"""
    p[0] = (p[1] if p[2] != "=" else "=",) + tuple(p[k] for k in
                                                 range(1, len(p)))


def p_block(p):
    "block : '{' program '}'"
    p[0] = p[2]


def p_binary(p):
    """expression : expression '+' expression
                  | expression '-' expression
                  | expression '*' expression
                  | expression '/' expression
                  | expression '%' expression
                  | expression '<' expression
                  | expression LE expression
                  | expression EQ expression"""
    p[0] = (p[2], p[1], p[3])


def p_expression(p):
    """expression : '(' expression ')'
                  | '-' expression %prec UMINUS
                  | NUMBER
                  | NAME"""
    p[0] = {4: lambda: p[2], 3: lambda: ("neg", p[2]),
            2: lambda: p[1]}[len(p)]()


def p_error(p):
    print("syntax error at", p and (p.value, p.lineno))


operations = {"+": lambda a, b: a + b, "-": lambda a, b: a - b,
              "*": lambda a, b: a * b, "/": lambda a, b: a / b,
              "%": lambda a, b: a % b, "<": lambda a, b: a < b,
              "<=": lambda a, b: a <= b, "==": lambda a, b: a == b}


def value(e, names):
    if isinstance(e, str):
        return names.get(e, 0)
    if not isinstance(e, tuple):
        return e
    if e[0] == "neg":
        return -value(e[1], names)
    return operations[e[0]](value(e[1], names), value(e[2], names))


def run(program, names):
    for s in program:
        if s[0] == "=":
            names[s[1]] = value(s[3], names)
        elif s[0] == "print":
            print(value(s[2], names))
        elif s[0] == "while":
            while value(s[2], names):
                run(s[3], names)
        elif value(s[2], names):
            run(s[3], names)
        elif len(s) > 5:
            run(s[5], names)


SOURCE = """
n = 30; a = 0; b = 1;
while 0 < n { print a; t = a + b; a = b; b = t; n = n - 1; }
i = 2;
while i <= 60 {
    p = 1; d = 2;
    while d * d <= i { if i % d == 0 { p = 0; } d = d + 1; }
    if p { print i; } else { x = -(i / 4.0); }
    i = i + 1;
}
print x;
"""
for method in "LALR", "SLR":
    parser = ply.yacc.yacc(method=method, debug=False, write_tables=False)
    lexer = ply.lex.lex(reflags=re.VERBOSE)
    run(parser.parse(SOURCE, lexer=lexer), {})
    print(len(parser.parse(SOURCE * 30, lexer=ply.lex.lex())))
for wrong in "print 1 + ;", "print $ 1;", "if 1 { print 2; ", "a = 1 < 2 < 3;":
    print(parser.parse(wrong, lexer=ply.lex.lex()))
