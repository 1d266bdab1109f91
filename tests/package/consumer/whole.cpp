// Linked with all of one library, of which it uses nothing.
int main() { return 0; }
