"""What somebody might try in order to get at personal data, each as a test through the whole product."""
