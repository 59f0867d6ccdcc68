/*
 * The limit: rooms on one epoll loop, a frame made once and given to every socket with a plain send(). It knows just enough of HTTP, WebSocket and
 * JSON for the generator's "plain" dialect, and is no server for anybody else: no fragments, no pings, no check of what is no threat here.
 * What a socket does not take at once waits in a buffer of its own, so nothing is lost.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 512, INPUT = 64 * 1024, BUCKETS = 65536, MAX_OUTPUT = 64 * 1024 * 1024, MAX_FRAME = 16 * 1024 };

struct room {
    struct room *next;
    char *name;
    struct client **members;
    size_t count, capacity;
};

struct client {
    int fd;
    int upgraded, joined;
    char *rest; /* bytes of a frame that is not there in full */
    size_t rest_length;
    char *output; /* bytes that the socket did not take */
    size_t output_length, output_capacity;
};

static struct room *rooms[BUCKETS];
static int epoll;
static char input[INPUT + MAX_FRAME];

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void *grow(void *old, size_t size) {
    void *new = realloc(old, size);
    if (new == NULL)
        fail("realloc");
    return new;
}

static struct room *find_room(const char *name, size_t length, int create) {
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)name[i]) * 16777619u;
    struct room **slot = &rooms[hash % BUCKETS];
    for (struct room *room = *slot; room != NULL; room = room->next)
        if (strlen(room->name) == length && memcmp(room->name, name, length) == 0)
            return room;
    if (!create)
        return NULL;
    struct room *room = calloc(1, sizeof *room);
    if (room == NULL || (room->name = strndup(name, length)) == NULL)
        fail("calloc");
    room->next = *slot;
    return *slot = room;
}

static void watch(struct client *client, uint32_t events, int operation) {
    struct epoll_event event = {.events = events, .data.ptr = client};
    if (epoll_ctl(epoll, operation, client->fd, &event) != 0)
        fail("epoll_ctl");
}

static void send_bytes(struct client *client, const char *bytes, size_t length) {
    ssize_t sent = client->output_length > 0 ? 0 : send(client->fd, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0)
        sent = 0; /* full, or gone: then the read side sees it */
    size_t left = length - (size_t)sent;
    if (left == 0)
        return;
    if (client->output_length + left > MAX_OUTPUT) {
        shutdown(client->fd, SHUT_RDWR);
        return;
    }
    if (client->output_length + left > client->output_capacity) {
        client->output_capacity = (client->output_length + left) * 2;
        client->output = grow(client->output, client->output_capacity);
    }
    if (client->output_length == 0)
        watch(client, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
    memcpy(client->output + client->output_length, bytes + sent, left);
    client->output_length += left;
}

static void flush(struct client *client) {
    ssize_t sent = send(client->fd, client->output, client->output_length, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent <= 0)
        return;
    client->output_length -= (size_t)sent;
    memmove(client->output, client->output + sent, client->output_length);
    if (client->output_length == 0) {
        free(client->output);
        client->output = NULL;
        client->output_capacity = 0;
        watch(client, EPOLLIN, EPOLL_CTL_MOD);
    }
}

static size_t frame_head(char *head, size_t length) {
    head[0] = (char)0x81;
    if (length < 126) {
        head[1] = (char)length;
        return 2;
    }
    head[1] = 126;
    head[2] = (char)(length >> 8);
    head[3] = (char)length;
    return 4;
}

static void send_text(struct client *client, const char *text) {
    char frame[128];
    size_t length = strlen(text), head = frame_head(frame, length);
    memcpy(frame + head, text, length);
    send_bytes(client, frame, head + length);
}

static void join(struct client *client, struct room *room) {
    if (room->count == room->capacity) {
        room->capacity = room->capacity == 0 ? 4 : room->capacity * 2;
        room->members = grow(room->members, room->capacity * sizeof *room->members);
    }
    room->members[room->count++] = client;
    client->joined = 1;
    send_text(client, "{\"type\":\"joined\"}");
}

/* The value of a key; only of the keys that come before "data", whose value is the publisher's own. */
static const char *value_of(const char *message, size_t length, const char *key, size_t *value_length) {
    const char *at = memmem(message, length, key, strlen(key));
    if (at == NULL)
        return NULL;
    at += strlen(key);
    const char *end = at;
    while (end < message + length && *end != '"' && *end != ',' && *end != '}')
        end++;
    *value_length = (size_t)(end - at);
    return at;
}

static void on_message(struct client *client, const char *message, size_t length) {
    size_t room_length, id_length;
    const char *name = value_of(message, length, "\"room\":\"", &room_length);
    if (name == NULL)
        return;
    if (memmem(message, length, "\"type\":\"join\"", 13) != NULL) {
        join(client, find_room(name, room_length, 1));
        return;
    }
    struct room *room = find_room(name, room_length, 0);
    if (room != NULL) {
        char frame[MAX_FRAME + 4];
        size_t head = frame_head(frame, length);
        memcpy(frame + head, message, length);
        for (size_t i = 0; i < room->count; i++)
            if (room->members[i] != client)
                send_bytes(room->members[i], frame, head + length);
    }
    const char *id = value_of(message, length < 64 ? length : 64, "\"id\":", &id_length);
    if (id != NULL) {
        char answer[64];
        snprintf(answer, sizeof answer, "{\"type\":\"ok\",\"id\":%.*s}", (int)id_length, id);
        send_text(client, answer);
    }
}

static uint32_t rotate(uint32_t value, int bits) { return value << bits | value >> (32 - bits); }

/* SHA-1 of up to 119 bytes, which the handshake asks for. */
static void sha1(const char *text, size_t length, unsigned char digest[20]) {
    unsigned char block[128] = {0};
    uint32_t h[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
    size_t total = length + 9 <= 64 ? 64 : 128;
    memcpy(block, text, length);
    block[length] = 0x80;
    block[total - 2] = (unsigned char)(length * 8 >> 8);
    block[total - 1] = (unsigned char)(length * 8);
    for (size_t offset = 0; offset < total; offset += 64) {
        uint32_t w[80], a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
        for (int i = 0; i < 16; i++)
            w[i] = (uint32_t)block[offset + i * 4] << 24 | (uint32_t)block[offset + i * 4 + 1] << 16 | (uint32_t)block[offset + i * 4 + 2] << 8 | block[offset + i * 4 + 3];
        for (int i = 16; i < 80; i++)
            w[i] = rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
        for (int i = 0; i < 80; i++) {
            uint32_t f = i < 20 ? (b & c) | (~b & d) : i < 40 ? b ^ c ^ d : i < 60 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
            uint32_t k = i < 20 ? 0x5A827999 : i < 40 ? 0x6ED9EBA1 : i < 60 ? 0x8F1BBCDC : 0xCA62C1D6;
            uint32_t next = rotate(a, 5) + f + e + k + w[i];
            e = d;
            d = c;
            c = rotate(b, 30);
            b = a;
            a = next;
        }
        h[0] += a, h[1] += b, h[2] += c, h[3] += d, h[4] += e;
    }
    for (int i = 0; i < 20; i++)
        digest[i] = (unsigned char)(h[i / 4] >> (24 - i % 4 * 8));
}

static void upgrade(struct client *client, const char *request, size_t length) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *key = memmem(request, length, "Sec-WebSocket-Key: ", 19);
    if (key == NULL)
        return;
    char text[64], accept[29] = {0}, answer[256];
    unsigned char digest[21] = {0};
    snprintf(text, sizeof text, "%.24s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", key + 19);
    sha1(text, strlen(text), digest);
    for (int i = 0; i < 7; i++) {
        uint32_t bits = (uint32_t)digest[i * 3] << 16 | (uint32_t)digest[i * 3 + 1] << 8 | digest[i * 3 + 2];
        for (int j = 0; j < 4; j++)
            accept[i * 4 + j] = alphabet[bits >> (18 - j * 6) & 63];
    }
    accept[27] = '=';
    int size = snprintf(answer, sizeof answer, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n", accept);
    send_bytes(client, answer, (size_t)size);
    client->upgraded = 1;
}

/* Takes what is whole; answers how many bytes that was, or -1 when the client goes. */
static ssize_t take(struct client *client, char *bytes, size_t length) {
    if (!client->upgraded) {
        char *end = memmem(bytes, length, "\r\n\r\n", 4);
        if (end == NULL)
            return 0;
        upgrade(client, bytes, length);
        return end + 4 - bytes;
    }
    unsigned char *frame = (unsigned char *)bytes;
    if (length < 2)
        return 0;
    size_t payload = frame[1] & 0x7F, head = 2;
    if (payload == 126) {
        if (length < 4)
            return 0;
        payload = (size_t)frame[2] << 8 | frame[3];
        head = 4;
    }
    if (payload > MAX_FRAME - 16 || (frame[0] & 0x0F) == 8)
        return -1;
    if (length < head + 4 + payload)
        return 0;
    const unsigned char *mask = frame + head;
    char *data = bytes + head + 4;
    for (size_t i = 0; i < payload; i++)
        data[i] ^= (char)mask[i & 3];
    if ((frame[0] & 0x0F) == 1)
        on_message(client, data, payload);
    return (ssize_t)(head + 4 + payload);
}

static void leave(struct client *client) {
    for (size_t i = 0; client->joined && i < BUCKETS; i++)
        for (struct room *room = rooms[i]; room != NULL; room = room->next)
            for (size_t j = 0; j < room->count; j++)
                if (room->members[j] == client)
                    room->members[j--] = room->members[--room->count];
    close(client->fd);
    free(client->rest);
    free(client->output);
    free(client);
}

static void read_from(struct client *client) {
    if (client->rest_length > 0)
        memcpy(input, client->rest, client->rest_length);
    ssize_t received = recv(client->fd, input + client->rest_length, INPUT, MSG_DONTWAIT);
    if (received < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (received <= 0) {
        leave(client);
        return;
    }
    size_t length = client->rest_length + (size_t)received, taken = 0;
    ssize_t count;
    while ((count = take(client, input + taken, length - taken)) > 0)
        taken += (size_t)count;
    if (count < 0 || length - taken > MAX_FRAME) {
        leave(client);
        return;
    }
    free(client->rest);
    client->rest = NULL;
    client->rest_length = length - taken;
    if (client->rest_length > 0) {
        client->rest = grow(NULL, client->rest_length);
        memcpy(client->rest, input + taken, client->rest_length);
    }
}

static void accept_all(int listener) {
    int fd, on = 1;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        struct client *client = calloc(1, sizeof *client);
        if (client == NULL)
            fail("calloc");
        client->fd = fd;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        watch(client, EPOLLIN, EPOLL_CTL_ADD);
    }
}

int main(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, size) != 0 || listen(listener, 4096) != 0 || getsockname(listener, (struct sockaddr *)&address, &size) != 0)
        fail("listen");
    epoll = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN}, events[EVENTS];
    if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event) != 0)
        fail("epoll");
    printf("listening 127.0.0.1:%d\n", ntohs(address.sin_port));
    fflush(stdout);
    for (;;) {
        int count = epoll_wait(epoll, events, EVENTS, -1);
        for (int i = 0; i < count; i++) {
            struct client *client = events[i].data.ptr;
            if (client == NULL) {
                accept_all(listener);
                continue;
            }
            if (events[i].events & EPOLLOUT)
                flush(client);
            if (events[i].events & ~(uint32_t)EPOLLOUT)
                read_from(client);
        }
    }
}
