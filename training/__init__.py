"""How the models that ship were made and measured; never imported by the product."""
