/** ELK, which in a worker answers messages by itself. Built as a file of its own: the policy of the page lets no other run. */
import 'elkjs/lib/elk-worker.min.js';
