-- What pandoc's writer for Typst leaves out: each `book-…` class becomes a call of the function of this name,
-- ids become anchors that may stand anywhere, images keep their words, and a change of language is marked.

local function inline(text)
  return pandoc.RawInline("typst", text)
end

local function block(text)
  return pandoc.RawBlock("typst", text)
end

local function quoted(text)
  return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"') .. '"'
end

local function anchor(element)
  return inline("#book-anchor(<" .. element.identifier .. ">);")
end

local function our_class(element)
  for _, name in ipairs(element.classes) do
    if name:match("^book%-") then return name end
  end
end

-- The labels that the links within an element lead to.
local function targets(element)
  local found = {}
  element:walk({Link = function(link)
    local name = link.target:match("^#(.*)")
    if name then table.insert(found, "<" .. name .. ">") end
  end})
  return table.concat(found, ", ")
end

local function around(call, inlines)
  return (pandoc.List({inline("#" .. call .. "[")}) .. inlines) .. {inline("];")}
end

local function around_blocks(call, blocks)
  return (pandoc.List({block("#" .. call .. "[")}) .. blocks) .. {block("]")}
end

-- What would begin a list or a heading where it begins a cell or a link; pandoc minds it in paragraphs only.
function Str(str)
  local number = str.text:match("^(%d+)%.$")
  if number then return inline(number .. "\\.") end
  if str.text:match("^[-+=/]+$") then return inline("\\" .. str.text) end
end

function Link(link)
  if link.identifier ~= "" then return {anchor(link), link} end
end

local function in_language(element)
  local language = element.attributes.lang
  return language and "text(lang: " .. quoted(language:match("^%a+")) .. ")"
end

function Span(span)
  local name, language, content = our_class(span), in_language(span), span.content
  if name == "book-places" then
    content = {inline("#book-places(" .. targets(span) .. ");")}
  elseif name == "book-ref" then
    content = around("book-ref(" .. targets(span) .. ")", content)
  elseif name then
    content = around(name, content)
  elseif language then
    content = around(language, content)
  end
  return span.identifier ~= "" and pandoc.List({anchor(span)}) .. content or content
end

function Div(div)
  local name, content = our_class(div) or in_language(div), div.content
  if not name then return nil end
  if div.identifier ~= "" then content = pandoc.List({pandoc.Plain({anchor(div)})}) .. content end
  return around_blocks(name, content)
end

function Table(element)
  local name = our_class(element)
  return name and around_blocks(name, {element})
end

function Header(header)
  local name = our_class(header)
  if name == "book-title" then
    return around_blocks(name, {pandoc.Plain(header.content)})
  elseif name then
    return {block("#" .. name .. "(" .. header.level .. ", " .. quoted(header.attributes.head) .. ")"), header}
  end
end

function Image(image)
  return inline("#image(" .. quoted(image.src) .. ", alt: " .. quoted(pandoc.utils.stringify(image.caption)) .. ");")
end
