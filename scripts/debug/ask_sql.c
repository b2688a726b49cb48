/*
 * SQL over the live heap: each table is a virtual one of SQLite, whose rows
 * are made as they are asked for, in a throw-away fork.  The tables are rows
 * of one table here.  "id = N" and "from_id = N" are looked up, not searched.
 *
 * Invariant: nothing is written anywhere: the database is in memory, and no
 * other can be attached.  Neighbours: helper.c, holders.c for the edges.
 */
#include "scripts/debug/engine_internal.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MOST = 60000, ROWS_MOST = 500, CELL_MOST = 120, CELLS = 7 };

/* ---- rows --------------------------------------------------------------- */

/* Text when it has one, else the number. */
struct cell {
    char *text; /* owned */
    int64_t number;
};

struct row {
    struct cell cells[CELLS];
};

struct cursor {
    sqlite3_vtab_cursor base;
    const struct table *table;
    struct engine *e;
    object *o;   /* objects and refs: the one it is at */
    bool single; /* that one only */
    struct row *rows;
    size_t row_count, at;
    sqlite3_int64 number;
    bool ended;
};

struct table {
    const char *name, *schema;
    /* Moves to the first row, and to the next; sets ended. */
    void (*first)(struct cursor *c);
    void (*next)(struct cursor *c);
    void (*column)(struct cursor *c, sqlite3_context *out, int n);
};

static void drop_rows(struct cursor *c)
{
    for (size_t i = 0; i < c->row_count; i++)
        for (int n = 0; n < CELLS; n++)
            free(c->rows[i].cells[n].text);
    free(c->rows);
    c->rows = NULL;
    c->row_count = c->at = 0;
}

static struct row *add_row(struct cursor *c)
{
    return record_list_add(&c->rows, &c->row_count, sizeof *c->rows);
}

static void set_text(struct cell *cell, const char *text)
{
    cell->text = strdup(text ? text : "");
}

static void put_text(sqlite3_context *out, char *text_steal)
{
    sqlite3_result_text(out, text_steal ? text_steal : "", -1,
                        SQLITE_TRANSIENT);
    free(text_steal);
}

static void row_column(struct cursor *c, sqlite3_context *out, int n)
{
    const struct cell *cell = &c->rows[c->at].cells[n];
    if (cell->text)
        sqlite3_result_text(out, cell->text, -1, SQLITE_TRANSIENT);
    else
        sqlite3_result_int64(out, cell->number);
}

static void row_next(struct cursor *c)
{
    c->at++;
    c->ended = c->at >= c->row_count;
}

/* ---- objects ------------------------------------------------------------ */

static const struct heap *heap_of(const struct cursor *c)
{
    return c->e->vm->heap;
}

static void first_object(struct cursor *c)
{
    if (!c->single)
        c->o = heap_next(heap_of(c), NULL);
    c->ended = !c->o;
}

static void next_object(struct cursor *c)
{
    c->o = c->single ? NULL : heap_next(heap_of(c), c->o);
    c->ended = !c->o;
}

static void object_id(struct cursor *c, sqlite3_context *out)
{
    sqlite3_result_int64(out, number_of(c->e, c->o));
}

static void object_type(struct cursor *c, sqlite3_context *out)
{
    sqlite3_result_text(out, show_type(c->e, c->o), -1, SQLITE_TRANSIENT);
}

static void object_refs(struct cursor *c, sqlite3_context *out)
{
    sqlite3_result_int64(out, heap_refs(c->o));
}

static void object_size(struct cursor *c, sqlite3_context *out)
{
    sqlite3_result_int64(out, (int64_t)heap_total_size(heap_of(c), c->o));
}

static void object_generation(struct cursor *c, sqlite3_context *out)
{
    sqlite3_result_int64(out, heap_generation(heap_of(c), c->o));
}

static void object_site(struct cursor *c, sqlite3_context *out)
{
    int line = 0;
    char *site = NULL;
    char *path = engine_site(c->e, heap_site(heap_of(c), c->o), &line);
    if (path)
        record_textf(&site, "%s:%d", path, line);
    free(path);
    put_text(out, site);
}

static void object_value(struct cursor *c, sqlite3_context *out)
{
    put_text(out, show_value(c->e, c->o, CELL_MOST));
}

/* In the order of the schema. */
static void (*const object_columns[])(struct cursor *c,
                                      sqlite3_context *out) = {
    object_id,         object_type, object_refs,  object_size,
    object_generation, object_site, object_value,
};

static void object_column(struct cursor *c, sqlite3_context *out, int n)
{
    object_columns[n](c, out);
}

/* ---- references --------------------------------------------------------- */

static void add_edge(const struct heap_edge *edge, void *arg)
{
    struct cursor *c = arg;
    struct row *row = edge->referent ? add_row(c) : NULL;
    struct text t;
    if (!row)
        return;
    row->cells[0].number = number_of(c->e, c->o);
    row->cells[1].number = number_of(c->e, edge->referent);
    text_begin(&t, CELL_MOST);
    holders_put_edge(c->e, &t, edge);
    row->cells[2].text = text_finish(&t);
}

/* From this object on, the first that refers to anything. */
static void fill_edges(struct cursor *c)
{
    while (c->o) {
        drop_rows(c);
        heap_edges(heap_of(c), c->o, add_edge, c);
        if (c->row_count)
            return;
        next_object(c);
    }
}

static void first_edge(struct cursor *c)
{
    first_object(c);
    fill_edges(c);
    c->ended = !c->o;
}

static void next_edge(struct cursor *c)
{
    if (++c->at < c->row_count)
        return;
    next_object(c);
    fill_edges(c);
    c->ended = !c->o;
}

/* ---- types, frames, names, snapshots ------------------------------------ */

static bool is_own(const object *o, void *arg)
{
    return number_of(arg, o) > 0;
}

static void first_row(struct cursor *c)
{
    c->ended = c->row_count == 0;
}

static void first_type(struct cursor *c)
{
    struct heap_tallies list;
    if (heap_tally(heap_of(c), HEAP_BY_TYPE, is_own, c->e, &list, NULL)) {
        for (size_t i = 0; i < list.count; i++) {
            struct row *row = add_row(c);
            const struct heap_type *type =
                heap_type_at(heap_of(c), list.list[i].key);
            if (!row)
                break;
            set_text(&row->cells[0], type ? type->name : "?");
            row->cells[1].number = (int64_t)list.list[i].objects;
            row->cells[2].number = (int64_t)list.list[i].bytes;
        }
        free(list.list);
    }
    first_row(c);
}

static void first_site(struct cursor *c)
{
    struct heap_tallies list;
    if (heap_tally(heap_of(c), HEAP_BY_SITE, is_own, c->e, &list, NULL)) {
        for (size_t i = 0; i < list.count; i++) {
            struct row *row = add_row(c);
            int line = 0;
            char *path = engine_site(c->e, list.list[i].key, &line);
            if (row) {
                set_text(&row->cells[0], path);
                row->cells[1].number = line;
                row->cells[2].number = (int64_t)list.list[i].objects;
                row->cells[3].number = (int64_t)list.list[i].bytes;
            }
            free(path);
        }
        free(list.list);
    }
    first_row(c);
}

static void first_frame(struct cursor *c)
{
    struct vm_frame *f;
    for (int64_t n = 0; (f = engine_frame(c->e, n)); n++) {
        struct row *row = add_row(c);
        if (!row)
            break;
        row->cells[0].number = n;
        row->cells[1].text = show_str(f->code->name, CELL_MOST);
        row->cells[2].text = show_str(f->code->filename, 4000);
        row->cells[3].number = vm_frame_line(f);
    }
    first_row(c);
}

static bool add_binding(const struct binding *b, void *arg)
{
    struct cursor *c = arg;
    struct row *row = b->value ? add_row(c) : NULL;
    if (!row)
        return true;
    row->cells[0].number = c->number;
    set_text(&row->cells[1], b->scope);
    row->cells[2].text = show_str(b->name, CELL_MOST);
    row->cells[3].number = number_of(c->e, b->value);
    set_text(&row->cells[4], show_type(c->e, b->value));
    row->cells[5].text = show_value(c->e, b->value, CELL_MOST);
    return true;
}

static void first_binding(struct cursor *c)
{
    struct vm_frame *f;
    for (c->number = 0; (f = engine_frame(c->e, c->number)); c->number++)
        bindings_each(c->e, f, false, add_binding, c);
    first_row(c);
}

static void first_snapshot(struct cursor *c)
{
    for (size_t i = 0; i < c->e->snapshot_count; i++) {
        const struct kept_snapshot *kept = &c->e->snapshots[i];
        struct row *row = add_row(c);
        if (!row)
            break;
        set_text(&row->cells[0], kept->name);
        row->cells[1].number = (int64_t)heap_snapshot_objects(kept->snapshot);
        row->cells[2].number = (int64_t)heap_snapshot_bytes(kept->snapshot);
    }
    first_row(c);
}

/* The column that says which object comes first where there is one. */
static const struct table tables[] = {
    {"objects",
     "CREATE TABLE objects(id INT, type TEXT, refs INT, size INT, "
     "generation INT, site TEXT, value TEXT)",
     first_object, next_object, object_column},
    {"refs", "CREATE TABLE refs(from_id INT, to_id INT, edge TEXT)", first_edge,
     next_edge, row_column},
    {"types", "CREATE TABLE types(name TEXT, objects INT, bytes INT)",
     first_type, row_next, row_column},
    {"sites", "CREATE TABLE sites(path TEXT, line INT, objects INT, bytes INT)",
     first_site, row_next, row_column},
    {"frames",
     "CREATE TABLE frames(number INT, name TEXT, path TEXT, line INT)",
     first_frame, row_next, row_column},
    {"bindings",
     "CREATE TABLE bindings(frame INT, scope TEXT, name TEXT, id INT, "
     "type TEXT, value TEXT)",
     first_binding, row_next, row_column},
    {"snapshots", "CREATE TABLE snapshots(name TEXT, objects INT, bytes INT)",
     first_snapshot, row_next, row_column},
};
enum { TABLES = sizeof tables / sizeof *tables };

/* ---- SQLite's side ------------------------------------------------------ */

struct made {
    sqlite3_vtab base;
    const struct table *table;
    struct engine *e;
};

/* What a module is made with. */
struct offer {
    const struct table *table;
    struct engine *e;
};

static int connect(sqlite3 *db, void *aux, int argc, const char *const *argv,
                   sqlite3_vtab **out, char **error)
{
    const struct offer *offer = aux;
    struct made *made = calloc(1, sizeof *made);
    (void)argc;
    (void)argv;
    (void)error;
    if (!made)
        return SQLITE_NOMEM;
    made->table = offer->table;
    made->e = offer->e;
    *out = &made->base;
    return sqlite3_declare_vtab(db, offer->table->schema);
}

static int disconnect(sqlite3_vtab *vtab)
{
    free(vtab);
    return SQLITE_OK;
}

/* Only the number of an object, in the first column, can be looked up. */
static int best_index(sqlite3_vtab *vtab, sqlite3_index_info *info)
{
    const struct made *made = (const struct made *)vtab;
    bool objects =
        made->table->next == next_object || made->table->next == next_edge;
    info->estimatedCost = 1e6;
    for (int i = 0; objects && i < info->nConstraint; i++) {
        const struct sqlite3_index_constraint *c = &info->aConstraint[i];
        if (!c->usable || c->iColumn != 0 ||
            c->op != SQLITE_INDEX_CONSTRAINT_EQ)
            continue;
        info->aConstraintUsage[i].argvIndex = 1;
        info->idxNum = 1;
        info->estimatedCost = 10;
        info->estimatedRows = 1;
        break;
    }
    return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *vtab, sqlite3_vtab_cursor **out)
{
    const struct made *made = (const struct made *)vtab;
    struct cursor *c = calloc(1, sizeof *c);
    if (!c)
        return SQLITE_NOMEM;
    c->table = made->table;
    c->e = made->e;
    *out = &c->base;
    return SQLITE_OK;
}

static struct cursor *cursor_of(sqlite3_vtab_cursor *cursor)
{
    return (struct cursor *)cursor;
}

static int close_cursor(sqlite3_vtab_cursor *cursor)
{
    drop_rows(cursor_of(cursor));
    free(cursor);
    return SQLITE_OK;
}

static int filter(sqlite3_vtab_cursor *cursor, int index, const char *name,
                  int argc, sqlite3_value **argv)
{
    struct cursor *c = cursor_of(cursor);
    (void)name;
    drop_rows(c);
    c->ended = false;
    c->single = index == 1 && argc == 1;
    c->o = c->single ? number_find(c->e, sqlite3_value_int64(argv[0])) : NULL;
    c->table->first(c);
    return SQLITE_OK;
}

static int next(sqlite3_vtab_cursor *cursor)
{
    struct cursor *c = cursor_of(cursor);
    c->table->next(c);
    return SQLITE_OK;
}

static int at_end(sqlite3_vtab_cursor *cursor)
{
    return cursor_of(cursor)->ended;
}

static int column(sqlite3_vtab_cursor *cursor, sqlite3_context *out, int n)
{
    struct cursor *c = cursor_of(cursor);
    c->table->column(c, out, n);
    return SQLITE_OK;
}

static int row_id(sqlite3_vtab_cursor *cursor, sqlite3_int64 *id)
{
    *id = (sqlite3_int64)cursor_of(cursor)->at;
    return SQLITE_OK;
}

static const sqlite3_module module = {
    .xConnect = connect,
    .xBestIndex = best_index,
    .xDisconnect = disconnect,
    .xOpen = open_cursor,
    .xClose = close_cursor,
    .xFilter = filter,
    .xNext = next,
    .xEof = at_end,
    .xColumn = column,
    .xRowid = row_id,
};

/* ---- a query ------------------------------------------------------------ */

static bool open_tables(struct engine *e, sqlite3 **db, struct offer *offers)
{
    if (sqlite3_open(":memory:", db) != SQLITE_OK)
        return false;
    sqlite3_limit(*db, SQLITE_LIMIT_ATTACHED, 0);
    for (size_t i = 0; i < TABLES; i++) {
        offers[i] = (struct offer){&tables[i], e};
        if (sqlite3_create_module(*db, tables[i].name, &module, &offers[i]) !=
            SQLITE_OK)
            return false;
    }
    return true;
}

static void put_names(struct text *t, sqlite3_stmt *query)
{
    int n = sqlite3_column_count(query);
    for (int i = 0; i < n; i++)
        text_addf(t, "%s%s", i ? " | " : "", sqlite3_column_name(query, i));
}

static void put_row(struct text *t, sqlite3_stmt *query)
{
    int n = sqlite3_column_count(query);
    for (int i = 0; i < n; i++) {
        const char *cell = (const char *)sqlite3_column_text(query, i);
        text_addf(t, "%s%s", i ? " | " : "\n", cell ? cell : "NULL");
    }
}

static int put_rows(struct text *t, sqlite3_stmt *query)
{
    int result, rows = 0;
    put_names(t, query);
    while ((result = sqlite3_step(query)) == SQLITE_ROW)
        if (rows++ < ROWS_MOST)
            put_row(t, query);
    if (rows > ROWS_MOST)
        text_addf(t, "\nand %d more", rows - ROWS_MOST);
    else
        text_addf(t, "\n(%d row%s)", rows, rows == 1 ? "" : "s");
    return result;
}

static void answer_sql(struct engine *e, const struct view_question *q,
                       struct view_answer *answer)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *query = NULL;
    struct offer offers[TABLES];
    struct text t;
    text_begin(&t, TEXT_MOST);
    answer->ok =
        open_tables(e, &db, offers) &&
        sqlite3_prepare_v2(db, q->text, -1, &query, NULL) == SQLITE_OK &&
        put_rows(&t, query) == SQLITE_DONE;
    if (answer->ok)
        answer->text = text_finish(&t);
    else
        record_text(&answer->text, sqlite3_errmsg(db));
    sqlite3_finalize(query);
    sqlite3_close(db);
}

static void list_tables(struct view_answer *answer)
{
    struct text t;
    text_begin(&t, TEXT_MOST);
    text_add(&t, "sql SELECT ... asks these tables:");
    for (size_t i = 0; i < TABLES; i++)
        text_addf(&t, "\n  %s", tables[i].schema + strlen("CREATE TABLE "));
    answer->text = text_finish(&t);
    answer->ok = true;
}

void ask_sql(struct engine *e, const struct view_question *q,
             struct view_answer *answer)
{
    struct heap_totals totals;
    heap_totals(e->vm->heap, &totals);
    struct helper helper = {
        .work = answer_sql,
        .memory = totals.committed + (256 << 20),
        .cancelled = "cancelled",
        .died = "the query died; the script itself is untouched",
    };
    if (*q->text)
        helper_ask(e, &helper, q, answer);
    else
        list_tables(answer);
}
