-- What pandoc's writer for Typst leaves out: each `book-…` class becomes a call of the function of this name,
-- ids become anchors that may stand anywhere, images keep their words, and a change of language is marked.

local function typst(text)
  return pandoc.RawInline("typst", text)
end

local function quoted(text)
  return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"') .. '"'
end

local function our_class(element)
  for _, name in ipairs(element.classes) do
    if name:match("^book%-") then return name end
  end
end

local function inline(element, content)
  local made = pandoc.List()
  if element.identifier ~= "" then
    made:insert(typst("#book-anchor(<" .. element.identifier .. ">);"))
    element.identifier = ""
  end
  made:extend(content)
  return made
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

function Link(link)
  return inline(link, {link})
end

function Span(span)
  local name, language = our_class(span), span.attributes.lang
  local content = pandoc.List(span.content)
  if name == "book-places" then
    return typst("#book-places(" .. targets(span) .. ");")
  elseif name == "book-ref" then
    content = pandoc.List({typst("#book-ref(" .. targets(span) .. ")[")}) .. content .. {typst("];")}
  elseif name then
    content = pandoc.List({typst("#" .. name .. "[")}) .. content .. {typst("];")}
  elseif language then
    content = pandoc.List({typst("#text(lang: " .. quoted(language:sub(1, 2)) .. ")[")}) .. content .. {typst("];")}
  end
  return inline(span, content)
end

local function call(name, blocks)
  local made = pandoc.List({pandoc.RawBlock("typst", "#" .. name .. "[")})
  made:extend(blocks)
  made:insert(pandoc.RawBlock("typst", "]"))
  return made
end

function Div(div)
  local name = our_class(div)
  if not name then return nil end
  local content = div.content
  if div.identifier ~= "" then
    content = pandoc.List({pandoc.Plain({typst("#book-anchor(<" .. div.identifier .. ">);")})}) .. content
  end
  return call(name, content)
end

function Table(element)
  local name = our_class(element)
  return name and call(name, {element}) or nil
end

function Header(header)
  local name = our_class(header)
  if name == "book-title" then
    return call(name, {pandoc.Plain(header.content)})
  elseif name then
    local begun = "#" .. name .. "(" .. header.level .. ", " .. quoted(header.attributes.head) .. ")"
    return {pandoc.RawBlock("typst", begun), header}
  end
end

function Image(image)
  local words = pandoc.utils.stringify(image.caption)
  return typst("#image(" .. quoted(image.src) .. ", alt: " .. quoted(words) .. ");")
end
