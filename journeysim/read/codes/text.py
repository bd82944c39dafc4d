"""Problems of a file as text: what keeps YAML from being read as it was meant."""

from .entry import Code

TEXT = (
    Code(
        "no-file",
        "the file cannot be opened",
        "There is no file of this name, or it is a folder, or it may not be read. A text that is in no file can "
        "extend none.",
        "check the name, the folder and the permissions.",
    ),
    Code(
        "not-beside",
        "an extended file must stand beside this one",
        "'extends' names a file in the same folder, by its name alone: a scenario reads nothing from elsewhere.",
        "put the file beside this one and write its name.",
        "extends: ../base.yaml\n",
    ),
    Code(
        "not-text",
        "the file is not text",
        "The file holds bytes that are not UTF-8 text, or characters that control a terminal.",
        "save it as UTF-8, or name another file.",
    ),
    Code(
        "too-big",
        "the file is larger than any scenario",
        "A scenario has at most 5 MB and 30,000 values. What an alias stands for counts each time, and each variant of "
        "a large scenario counts like a scenario.",
        "split it up, or leave the aliases out.",
    ),
    Code(
        "too-deep",
        "the file is nested too deep",
        "Brackets or indents stand in one another more than 40 deep.",
        "write it flatter; most often a bracket was not closed.",
    ),
    Code(
        "empty-file",
        "the file holds no scenario",
        "The file is empty, or holds remarks only.",
        "write a scenario: `journeysim new FILE` begins one.",
        "# nothing but a remark\n",
        "name: Something\n",
    ),
    Code(
        "two-documents",
        "more than one document in a file",
        "A line '---' begins a second document. A file holds one scenario.",
        "put what follows into a file of its own, or take the line away.",
        "name: One\n---\nabout: Another\n",
        "name: One\n",
    ),
    Code(
        "not-yaml",
        "the text cannot be read",
        "The text breaks a rule of YAML that has no words of its own here; the message tells which.",
        "look at the place that is named, and at the line above it.",
    ),
    Code(
        "indentation",
        "a line stands at the wrong depth",
        "The keys of one table begin in the same column; what belongs to a key stands deeper than it.",
        "give keys of one level the same indent, with spaces.",
        "channels:\n  phone:\n    reaches: care\n   takes: 20 s\n",
        "channels:\n  phone:\n    reaches: care\n    takes: 20 s\n",
    ),
    Code(
        "tab",
        "a line is indented with a tab",
        "YAML allows spaces only before a line.",
        "replace the tab by spaces; most editors can do so for a whole file.",
        "channels:\n\tphone: {reaches: care}\n",
        "channels:\n  phone: {reaches: care}\n",
    ),
    Code(
        "unclosed",
        "a bracket or a quote is not closed, or closed twice",
        "What '{', '[' or a quote opened ends only with '}', ']' or the same quote.",
        "close it, or put a comma between the entries.",
        "channels: {phone: {reaches: care}\n",
        "channels: {phone: {reaches: care}}\n",
    ),
    Code(
        "missing-blank",
        "no blank after a ':'",
        "A key ends with a ':' and a blank. Without the blank, key and value are one word.",
        "put a blank after the ':'.",
        "channels: {phone: {reaches:care}}\n",
        "channels: {phone: {reaches: care}}\n",
    ),
    Code(
        "unquoted-text",
        "a sign in a text without quotes",
        "A text that holds ':', '?', braces or brackets, or begins with a sign, stands in quotes; YAML might read "
        "it as something else.",
        "put the text in quotes.",
        "about: Look at this: the loop\n",
        'about: "Look at this: the loop"\n',
    ),
    Code(
        "cut-text",
        "a text is cut at '#'",
        "' #' begins a remark that nobody reads, so the text ends before it.",
        "put the text in quotes; put a blank after '#' where it is a remark.",
        "about: Look at case #4 first\n",
        'about: "Look at case #4 first"\n',
    ),
    Code(
        "comma-in-braces",
        "a comma in braces ends a text",
        "In braces and brackets a comma parts the entries, so a text with a comma stands in quotes, and a number "
        "has none. A list stands in brackets.",
        "put the text in quotes, or write brackets for a list.",
        "departments:\n  care:\n    staff: 2\n    handling: 6 min\n    rules:\n"
        "      no: {then: {refuse: policy, says: Sorry, we cannot}}\n",
        "departments:\n  care:\n    staff: 2\n    handling: 6 min\n    rules:\n"
        '      no: {then: {refuse: policy, says: "Sorry, we cannot"}}\n',
    ),
    Code(
        "pasted-character",
        "a character pasted from a text",
        "Word processors and web pages write long dashes, curly quotes and blanks that do not break. They look like "
        "'-', quotes and blanks, and are others.",
        "type the plain character.",
        "calendars: {office: {mon\u2013fri: 09:00-18:00}}\n",
        "calendars: {office: {mon-fri: 09:00-18:00}}\n",
    ),
    Code(
        "odd-key",
        "something else than a word stands as a key",
        "Before each ':' stands a word.",
        "write the key.",
        "about: Something\n? [a, b]\n: c\n",
        "about: Something\n",
    ),
    Code(
        "duplicate-key",
        "a key stands twice",
        "Each key stands once in its table. Many programs take the last one without a word.",
        "keep one of them.",
        "name: One\nname: Two\n",
        "name: One\n",
    ),
    Code(
        "empty-value",
        "a key without a value",
        "A key that is there says something: no empty value, empty braces, 'null' or '~'.",
        "write a value, or leave the key out.",
        "about:\n",
        "about: Look at the loop.\n",
    ),
    Code(
        "tag",
        "a YAML tag",
        "Tags such as '!!int' are no part of the language: the key decides how a value is read.",
        "leave it out.",
        "name: !!str Refunds\n",
        "name: Refunds\n",
    ),
    Code(
        "merge-key",
        "the merge key '<<'",
        "'<<' is no part of the language.",
        "use 'like: NAME' for a thing that is like another, or 'defaults' for all of a kind.",
        "channels:\n  phone: &phone {reaches: care}\n  chat: {<<: *phone, takes: 20 s}\n",
        "channels:\n  phone: {reaches: care}\n  chat: {like: phone, takes: 20 s}\n",
    ),
    Code(
        "unknown-alias",
        "an alias without what it stands for",
        "A word that begins with '*' repeats what was marked with '&' before, and must not stand inside it.",
        "write the word without the star, or write out what it stands for.",
        "channels: {phone: {reaches: *care}}\n",
        "channels: {phone: {reaches: care}}\n",
    ),
)
