/* queue.c - a ring buffer for bytes; plain ASCII on purpose */

#include <stddef.h>
#include <string.h>

#define QUEUE_SIZE 256u

struct queue {
    unsigned char data[QUEUE_SIZE];
    size_t head;
    size_t tail;
};

/* Start empty. */
void queue_init(struct queue *q)
{
    memset(q, 0, sizeof *q);
}

/* Returns 1 on success, 0 if the queue is full. */
int queue_put(struct queue *q, unsigned char byte)
{
    size_t next = (q->tail + 1u) % QUEUE_SIZE;

    if (next == q->head) {
        return 0;
    }
    q->data[q->tail] = byte;
    q->tail = next;
    return 1;
}

/* Returns the byte, or -1 if there is none: "\xC3\xA9" goes in as two bytes. */
int queue_get(struct queue *q)
{
    unsigned char byte;

    if (q->head == q->tail) {
        return -1;
    }
    byte = q->data[q->head];
    q->head = (q->head + 1u) % QUEUE_SIZE;
    return byte;
}
