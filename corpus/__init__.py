"""The corpus: our own texts in many languages, the accidents that befall them, and the demo folder."""
