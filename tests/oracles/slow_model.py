"""The model's bits, one character after the other: what `Model.bits` computes for whole arrays, said plainly.

Shares with the model only its tables and the lookup of one key in a map. Numbers of symbols, histories, cases and
classes are worked out here on their own.
"""

import numpy as np

STEP = 0.375
FINE = 0.125
REPEATED_SIGN = 1.5
ABSENT = 255
LINE_END = 1  # the symbol


class SlowModel:
    def __init__(self, model):
        self.model = model
        self.scripts = model.class_bits.shape[0]
        self.seen = {}

    def bits(self, text):
        """The bits of each character of a text, which may hold line ends."""
        out, line = [], ""
        for char in text:
            if char == "\n":
                out.append(0.0)
                line = ""
            else:
                out.append(self.char_bits(line, char, self.before(out, text)))
                line += char
        return out

    def before(self, done, text):
        return text[len(done) - 1] if done else None

    def char_bits(self, line, char, before):
        """The bits of a character behind what its line holds so far."""
        model = self.model
        history = [LINE_END, *(self.symbol(c) for c in line)][-3:]
        bits = self.backoff(history, self.symbol(char), history)
        bits += int(model.member_bits[ord(char)]) * FINE
        bits += self.case_bits(line, char)
        is_sign = int(model.symbol_class[self.symbol(char)]) >= self.scripts
        return min(bits, REPEATED_SIGN) if char == before and is_sign else bits

    def symbol(self, char):
        return int(self.model.symbol[ord(char)])

    def backoff(self, history, symbol, whole):
        """Katz: the longest known history with the symbol; each longer one without it adds its weight."""
        if not history:
            return self.by_class(whole, symbol)
        value = self.look("ngrams", [*history, symbol])
        if value != ABSENT:
            return value * STEP
        weight = self.look("backoffs", history)
        own = 0 if weight == ABSENT else weight * STEP
        return own + self.backoff(history[1:], symbol, whole)

    def by_class(self, history, symbol):
        classes = [0, 0, 0, *(int(self.model.symbol_class[s]) for s in history)][-3:]
        letters = [c for c in classes if 0 < c < self.scripts]
        script = letters[-1] if letters else 0
        own = int(self.model.symbol_class[symbol])
        units = int(self.model.class_bits[script, classes[-1], own]) + int(self.model.symbol_bits[symbol])
        return units * FINE

    def case_bits(self, line, char):
        """The shapes of three characters and of this one make the place in the table; 6 stands before a line."""
        shapes = [6, 6, 6, *(int(self.model.shape[ord(c)]) for c in line)][-3:]
        place = 0
        for shape in [*shapes, int(self.model.shape[ord(char)])]:
            place = place * 8 + shape
        return float(self.model.case_bits[place])

    def look(self, table, symbols):
        key = 0
        for symbol in symbols:
            key = key * 65536 + symbol
        if (table, key) not in self.seen:
            found = getattr(self.model, table).lookup(np.array([key], dtype=np.uint64))
            self.seen[table, key] = int(found[0])
        return self.seen[table, key]
