"""What somebody takes away: figures in every format, asked for by parameters, with a manifest."""
