package org.ouzel.drill.script;

/** What a token is. */
enum TokenKind {
    /** Letters, digits and underscores that are no number. */
    WORD("a word"),
    /** A decimal number, perhaps negative. */
    NUMBER("a number"),
    /** A number in hexadecimal: 0x1f. */
    HEX("a number in hexadecimal"),
    /** A number with a decimal point. */
    FLOAT("a number with a point"),
    /** A string in double quotes; its text has no quotes, and its escapes still. */
    STRING("a string"),
    /** A command in back quotes. */
    COMMAND("a command in back quotes"),
    /** Code between %{ and }%, without the blanks at its ends. */
    CODE("code"),
    /** An option line: its text is its name, and the value if there is one. */
    OPTION("an option"),
    /** Three periods. */
    ELLIPSIS("..."),
    /** An address of IPv4. */
    IPV4("an IPv4 address"),
    /** An address of IPv6. */
    IPV6("an IPv6 address"),
    /** Any other character. */
    SYMBOL("a symbol"),
    /** Nothing more follows. */
    END("the end of the script");

    private final String described;

    TokenKind(String described) {
        this.described = described;
    }

    /** What an error says where such a token is missing. */
    String described() {
        return described;
    }
}
