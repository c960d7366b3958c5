"""One running party without its sockets: writer, mirrors, deadlines."""
