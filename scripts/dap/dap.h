/*
 * The debug adapter: one session served over a byte stream.
 */
#ifndef DAP_DAP_H
#define DAP_DAP_H

/*
 * Serves the Debug Adapter Protocol until the client disconnects or its
 * stream ends.  Nothing but the protocol goes to out_fd; when that is
 * standard output, descriptor 1 is pointed elsewhere first.  Returns the
 * exit status of the process.
 */
int dap_serve(int in_fd, int out_fd);

#endif
