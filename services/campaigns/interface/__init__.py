"""The HTTP interface as others hold on to it: its OpenAPI document, the reference made of it, what was released."""
