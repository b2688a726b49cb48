/*
 * Owns the child process that holds the session and the two descriptors that
 * lead to it.  Invariant: a local session leads a process group and a
 * terminal session of its own, so no key typed here can signal it; ssh keeps
 * our terminal, to ask for a password.  Neighbour: client.c.
 */
#include "tui/endpoint.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_WORDS = 64, WAIT_STEP_MS = 10, WAIT_STEPS = 100 };

/* The words of a command that is about to replace a child. */
struct words {
    char *items[MAX_WORDS + 1];
    int count;
};

static void add_word(struct words *words, const char *word)
{
    if (words->count < MAX_WORDS)
        words->items[words->count++] = strdup(word);
}

static void add_split(struct words *words, const char *line)
{
    char *copy = strdup(line), *rest = NULL;
    for (char *word = copy ? strtok_r(copy, " \t", &rest) : NULL; word;
         word = strtok_r(NULL, " \t", &rest))
        add_word(words, word);
    free(copy);
}

static void free_words(struct words *words)
{
    for (int i = 0; i < words->count; i++)
        free(words->items[i]);
}

static void add_ssh(struct words *words, const struct endpoint_target *target)
{
    const char *ssh = getenv("HEAPSTEP_SSH");
    const char *command = target->remote_command;

    add_split(words, ssh && ssh[0] ? ssh : "ssh");
    add_word(words, "-T");
    add_word(words, "-oBatchMode=no");
    add_word(words, "-oServerAliveInterval=15");
    add_word(words, "--");
    add_word(words, target->host);
    add_word(words, command ? command : "heapstep dap");
}

static bool add_own_program(struct words *words)
{
    char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
    if (n <= 0)
        return false;
    path[n] = 0;
    add_word(words, path);
    add_word(words, "dap");
    return true;
}

/* In the child: becomes the command, or tells why not and dies. */
static void become(struct words *words, bool local, int stream, int errors)
{
    static const int usual[] = {SIGPIPE, SIGTERM, SIGHUP,  SIGWINCH,
                                SIGTSTP, SIGINT,  SIGABRT, SIGSEGV};
    for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
        signal(usual[i], SIG_DFL);
    if (local)
        setsid();
    else
        signal(SIGINT, SIG_IGN);
    if (dup2(stream, STDIN_FILENO) < 0 || dup2(stream, STDOUT_FILENO) < 0 ||
        dup2(errors, STDERR_FILENO) < 0)
        _exit(127);
    execvp(words->items[0], words->items);
    dprintf(STDERR_FILENO, "heapstep: cannot start %s: %s\n", words->items[0],
            strerror(errno));
    _exit(127);
}

static bool open_channels(int stream[2], int errors[2])
{
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, stream) < 0)
        return false;
    if (pipe2(errors, O_CLOEXEC) == 0)
        return true;
    close(stream[0]);
    close(stream[1]);
    return false;
}

static bool fork_child(struct endpoint *endpoint, struct words *words,
                       bool local)
{
    int stream[2], errors[2];
    if (!open_channels(stream, errors))
        return false;
    endpoint->child = fork();
    if (endpoint->child == 0)
        become(words, local, stream[1], errors[1]);
    close(stream[1]);
    close(errors[1]);
    endpoint->stream = stream[0];
    endpoint->diagnostics = errors[0];
    fcntl(stream[0], F_SETFL, O_NONBLOCK);
    fcntl(errors[0], F_SETFL, O_NONBLOCK);
    return endpoint->child > 0;
}

bool endpoint_open(struct endpoint *endpoint,
                   const struct endpoint_target *target, char **error)
{
    struct words words = {.count = 0};
    *endpoint = (struct endpoint){.stream = -1, .diagnostics = -1};
    *error = NULL;
    if (target->host && (target->host[0] == '-' || !target->host[0])) {
        if (asprintf(error, "'%s' is not the name of a host", target->host) < 0)
            *error = NULL;
        return false;
    }
    bool ready = true;
    if (target->host)
        add_ssh(&words, target);
    else
        ready = add_own_program(&words);
    if (ready)
        ready = fork_child(endpoint, &words, !target->host);
    if (!ready &&
        asprintf(error, "cannot start a session: %s", strerror(errno)) < 0)
        *error = NULL;
    free_words(&words);
    return ready;
}

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

int endpoint_close(struct endpoint *endpoint)
{
    int status = -1;
    pid_t ended = 0;
    close_fd(&endpoint->stream);
    for (int i = 0; endpoint->child > 0 && i < WAIT_STEPS && ended == 0; i++) {
        ended = waitpid(endpoint->child, &status, WNOHANG);
        if (ended == 0)
            poll(NULL, 0, WAIT_STEP_MS);
    }
    close_fd(&endpoint->diagnostics);
    if (endpoint->child > 0 && ended == 0)
        kill(endpoint->child, SIGTERM);
    endpoint->child = -1;
    return ended > 0 ? status : -1;
}
