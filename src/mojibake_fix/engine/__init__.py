"""The repair engine: find what surprises, propose chains, score what they give, settle, verify."""
